package io.fieldgate.server.session;

import io.fieldgate.contract.control.SessionInfo.ClientDetails;
import io.fieldgate.openvpn.Admission;
import io.fieldgate.openvpn.PeerInfo;
import io.fieldgate.server.log.Printable;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a peer's software says of itself, cut short and made printable: whoever has a certificate
/// can write anything there.
///
/// @param mtu longest IP packet in its tunnel, bytes
/// @param protocolBits its `IV_PROTO`
record ClientDescription(
        String version,
        String platform,
        String ciphers,
        String guiVersion,
        int protocolBits,
        int mtu) {
    static final ClientDescription UNKNOWN =
            new ClientDescription("", "", "", "", 0, Admission.DEFAULT_TUN_MTU);

    private static final int PUSH_UPDATE = 12;
    private static final int MAX_TEXT = 64;
    private static final int MAX_LIST = 200;

    /// Bits of `IV_PROTO` by their names in OpenVPN's `ssl.h`, without the prefix.
    private static final Map<Integer, String> ABILITIES =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry(1, "data-v2"),
                            Map.entry(2, "request-push"),
                            Map.entry(3, "tls-key-export"),
                            Map.entry(4, "auth-pending"),
                            Map.entry(5, "ncp-p2p"),
                            Map.entry(6, "dns-option"),
                            Map.entry(7, "cc-exit"),
                            Map.entry(8, "auth-fail-temp"),
                            Map.entry(9, "dyn-tls-crypt"),
                            Map.entry(10, "data-epoch"),
                            Map.entry(11, "dns-option-v2"),
                            Map.entry(PUSH_UPDATE, "push-update")));

    /// @param tunMtu what the server wants; clients that do not say that they take it keep the
    ///   default
    static ClientDescription of(PeerInfo info, int tunMtu) {
        return new ClientDescription(
                Printable.of(info.version(), MAX_TEXT),
                Printable.of(info.platform(), MAX_TEXT),
                Printable.of(info.value("IV_CIPHERS"), MAX_LIST),
                Printable.of(info.value("IV_GUI_VER"), MAX_TEXT),
                info.protocolBits(),
                info.mtu() >= tunMtu ? tunMtu : Admission.DEFAULT_TUN_MTU);
    }

    /// @param exporterKeys whether the data keys come from the exporter of TLS
    ClientDetails details(String tlsVersion, boolean exporterKeys) {
        return new ClientDetails(
                tlsVersion, exporterKeys ? "tls-ekm" : "prf", ciphers, guiVersion, abilities());
    }

    private String abilities() {
        return ABILITIES.entrySet().stream()
                .filter(ability -> has(ability.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(" "));
    }

    /// Whether it can be told of other routes while it is connected.
    boolean takesPushUpdate() {
        return has(PUSH_UPDATE);
    }

    private boolean has(int bit) {
        return (protocolBits & 1 << bit) != 0;
    }
}
