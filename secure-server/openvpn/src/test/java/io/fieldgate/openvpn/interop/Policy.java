package io.fieldgate.openvpn.interop;

import io.fieldgate.openvpn.Admission;
import io.fieldgate.openvpn.DataPolicy;
import io.fieldgate.openvpn.Event;
import io.fieldgate.openvpn.LoopbackServer;
import io.fieldgate.openvpn.ServerSession;
import io.fieldgate.openvpn.Session;
import io.fieldgate.openvpn.data.DataCipher;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the owner of the sessions decides, as `word=value` words that fit into a recording.
///
/// - `renegotiate`, `ping`, `ping-restart`: seconds
/// - `routes`: how many to push
/// - `ipv6`, `dns`: present if pushed
/// - `tun-mtu`: bytes
/// - `ciphers`: the AEAD ciphers that the server takes, by name with colons
/// - `cbc`: present if it also takes AES-CBC
/// - `refuse`: do not admit, but give this reason (blanks as `_`)
/// - `factor`: what else its user must show; see [SecondFactor]
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
        String factor = words.get("factor");
        if (refusal != null) {
            session.refuse(nowNanos, refusal.replace('_', ' '), output);
        } else if (factor != null) {
            SecondFactor.valueOf(factor)
                    .decide(question, session, admission(peerId), nowNanos, output);
        } else if (question.rekey()) {
            session.approveRekey(nowNanos, output);
        } else {
            session.admit(nowNanos, admission(peerId), output);
        }
    }

    void judge(
            Event.ChallengeAnswered answer,
            ServerSession session,
            long nowNanos,
            Session.Output output) {
        SecondFactor.judge(answer, session, nowNanos, output);
    }

    LoopbackServer.Owner owner() {
        return new LoopbackServer.Owner() {
            @Override
            public void decide(
                    Event.PeerAuthenticating question,
                    ServerSession session,
                    long nowNanos,
                    Session.Output output) {
                int peerId = LoopbackServer.peerId(output);
                Policy.this.decide(question, session, peerId, nowNanos, output);
            }

            @Override
            public void judge(
                    Event.ChallengeAnswered answer,
                    ServerSession session,
                    long nowNanos,
                    Session.Output output) {
                Policy.this.judge(answer, session, nowNanos, output);
            }
        };
    }

    Admission admission(int peerId) {
        Admission.TunnelAddress ipv6 =
                new Admission.TunnelAddress(address("fd00:9::2"), 64, address("fd00:9::1"));
        return new Admission(
                peerId,
                new Admission.TunnelAddress(address("100.64.0.2"), 18, address("100.64.0.1")),
                words.containsKey("ipv6") ? Optional.of(ipv6) : Optional.empty(),
                routes(),
                words.containsKey("dns") ? dns() : Admission.Dns.NONE,
                number("tun-mtu", Admission.DEFAULT_TUN_MTU),
                Duration.ofSeconds(number("ping", 1)),
                Duration.ofSeconds(number("ping-restart", 4)),
                Duration.ofSeconds(number("renegotiate", 3600)),
                Optional.empty(),
                Optional.empty());
    }

    DataPolicy data() {
        List<DataCipher> ciphers = new ArrayList<>();
        String names = words.getOrDefault("ciphers", "");
        for (DataCipher cipher : DataCipher.values()) {
            if (names.isEmpty() || List.of(names.split(":", -1)).contains(cipher.openvpnName())) {
                ciphers.add(cipher);
            }
        }
        return new DataPolicy(ciphers, words.containsKey("cbc"));
    }

    private List<Admission.Route> routes() {
        List<Admission.Route> routes = new ArrayList<>();
        for (int i = 0; i < number("routes", 0); i++) {
            routes.add(new Admission.Route(address("10.9." + i + ".0"), 24));
        }
        if (words.containsKey("ipv6")) {
            routes.add(new Admission.Route(address("fd00:77::"), 48));
        }
        return routes;
    }

    private static Admission.Dns dns() {
        return new Admission.Dns(
                List.of(address("100.64.0.53")), List.of("corp.example", "lab.example"), List.of());
    }

    private int number(String word, int otherwise) {
        String value = words.get(word);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }
}
