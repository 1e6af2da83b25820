package io.fieldgate.openvpn.interop;

import io.fieldgate.openvpn.DropReason;
import io.fieldgate.openvpn.Event;
import io.fieldgate.openvpn.PeerInfo;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// What a server saw of a client, as lines that can be compared.
final class Seen {
    private Seen() {}

    static List<String> lines(
            List<Event> events, List<ByteBuffer> delivered, Map<DropReason, Integer> drops) {
        List<String> lines = new ArrayList<>();
        events.forEach(event -> lines.add(line(event)));
        for (ByteBuffer packet : delivered) {
            byte[] bytes = new byte[packet.remaining()];
            packet.duplicate().get(bytes);
            lines.add("delivered " + HexFormat.of().formatHex(bytes));
        }
        new TreeMap<>(drops)
                .forEach((reason, count) -> lines.add("dropped " + reason + " " + count));
        return lines;
    }

    private static String line(Event event) {
        return switch (event) {
            case Event.PeerAuthenticating(
                            _,
                            Event.PeerIdentity who,
                            PeerInfo info,
                            boolean rekey) ->
                    String.join(
                            " ",
                            rekey ? "asked-again" : "asked",
                            "certificate=" + serials(who.chain()),
                            "user=" + who.credentials().username(),
                            "key="
                                    + who.clientKey()
                                            .flatMap(ClientKeyMetadata::peer)
                                            .map(UUID::toString)
                                            .orElse(""),
                            describe(info));
            case Event.Established(
                            int keyId,
                            String cipher,
                            String tlsVersion,
                            boolean exported,
                            boolean epochKeys) ->
                    "established "
                            + keyId
                            + " "
                            + cipher
                            + " "
                            + tlsVersion
                            + (exported ? " exporter" : " prf")
                            + (epochKeys ? " epoch" : "");
            case Event.ChallengeAnswered(_, String response) -> "answered " + response;
            case Event.Rekeyed(int keyId, String tlsVersion) ->
                    "rekeyed " + keyId + " " + tlsVersion;
            case Event.Floated(var from, var to) -> "floated " + from + " " + to;
            case Event.Closed(var reason, String text) -> "closed " + reason + " " + text;
        };
    }

    /// What identifies a client program, and what its profile makes it say.
    static String describe(PeerInfo info) {
        List<String> words = new ArrayList<>();
        words.add("IV_PROTO=" + info.protocolBits());
        info.values()
                .forEach((key, value) -> {
                    if (key.startsWith("UV_")
                            || List.of("IV_VER", "IV_PLAT", "IV_CIPHERS").contains(key)) {
                        words.add(key + "=" + value);
                    }
                });
        return String.join(" ", words);
    }

    private static String serials(List<X509Certificate> chain) {
        return String.join(
                ",", chain.stream().map(one -> one.getSerialNumber().toString(16)).toList());
    }
}
