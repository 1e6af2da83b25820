package io.fieldgate.openvpn.interop;

import io.fieldgate.openvpn.Admission;
import io.fieldgate.openvpn.Event;
import io.fieldgate.openvpn.LoopbackServer;
import io.fieldgate.openvpn.ServerSession;
import io.fieldgate.openvpn.Session;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the owner of the sessions decides, as `word=value` words that fit into a recording.
///
/// - `renegotiate`, `ping`, `ping-restart`: seconds
/// - `routes`: how many to push
/// - `refuse`: do not admit, but give this reason (blanks as `_`)
record Policy(Map<String, String> words) {
    static final Policy ADMIT = new Policy(Map.of());

    static Policy parse(String text) {
        Map<String, String> words = new LinkedHashMap<>();
        for (String word : text.strip().split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                words.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return new Policy(words);
    }

    @Override
    public String toString() {
        List<String> all = new ArrayList<>();
        words.forEach((word, value) -> all.add(word + "=" + value));
        return String.join(" ", all);
    }

    void decide(
            Event.PeerAuthenticating question,
            ServerSession session,
            int peerId,
            long nowNanos,
            Session.Output output) {
        String refusal = words.get("refuse");
        if (refusal != null) {
            session.refuse(nowNanos, refusal.replace('_', ' '), output);
        } else if (question.rekey()) {
            session.approveRekey(nowNanos, output);
        } else {
            session.admit(nowNanos, admission(peerId), output);
        }
    }

    LoopbackServer.Owner owner() {
        return (question, session, nowNanos, output) ->
                decide(question, session, LoopbackServer.peerId(output), nowNanos, output);
    }

    private Admission admission(int peerId) {
        List<Admission.Route> routes = new ArrayList<>();
        for (int i = 0; i < number("routes", 0); i++) {
            routes.add(new Admission.Route(address("10.9." + i + ".0"), 24));
        }
        return new Admission(
                peerId,
                address("100.64.0.2"),
                18,
                address("100.64.0.1"),
                routes,
                Duration.ofSeconds(number("ping", 1)),
                Duration.ofSeconds(number("ping-restart", 4)),
                Duration.ofSeconds(number("renegotiate", 3600)));
    }

    private int number(String word, int otherwise) {
        String value = words.get(word);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    private static Inet4Address address(String text) {
        return (Inet4Address) InetAddress.ofLiteral(text);
    }
}
