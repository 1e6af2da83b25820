package io.fieldgate.openvpn.interop;

import io.fieldgate.openvpn.CloseReason;
import io.fieldgate.openvpn.Event;
import io.fieldgate.openvpn.wire.Opcode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The features of the interop matrix.
final class Features {
    private static final Duration REKEY = Duration.ofSeconds(40);
    private static final int DYNAMIC_TLS_CRYPT = 1 << 9;

    private Features() {}

    static List<Feature> all() {
        List<Feature> all = new ArrayList<>();
        for (String transport : List.of("udp", "tcp", "udp6", "tcp6")) {
            all.add(new Feature(transport, bench -> comesUp(bench, Setting.of(transport))));
        }
        all.addAll(protections());
        all.addAll(keys());
        all.addAll(renegotiations());
        all.addAll(messages());
        all.addAll(MoreFeatures.all());
        return all;
    }

    private static List<Feature> protections() {
        return List.of(
                new Feature("tls-crypt-v2-cookie", bench -> wrappedKey(bench, true)),
                new Feature("tls-crypt-v2-stateful", bench -> wrappedKey(bench, false)),
                new Feature("tls-crypt", bench -> wrap(bench, ServerKeys.TLS_CRYPT)),
                new Feature("no-wrap", bench -> wrap(bench, ServerKeys.NONE)),
                new Feature("tls-auth-sha1", bench -> tlsAuth(bench, "SHA1", true)),
                new Feature("tls-auth-sha256", bench -> tlsAuth(bench, "SHA256", true)),
                new Feature("tls-auth-sha512", bench -> tlsAuth(bench, "SHA512", true)),
                new Feature("tls-auth-no-direction", bench -> tlsAuth(bench, "SHA256", false)));
    }

    private static List<Feature> keys() {
        return List.of(
                new Feature("tls-1.2", bench -> tls(bench, "TLSv1.2")),
                new Feature("tls-1.3", bench -> tls(bench, "TLSv1.3")),
                new Feature("prf-keys", bench -> derivation(bench, false)),
                new Feature("exporter-keys", bench -> derivation(bench, true)),
                new Feature("epoch-keys", Features::epochs),
                new Feature("aes-256-cbc", Features::cbc),
                new Feature("aes-256-gcm", bench -> cipher(bench, "AES-256-GCM")),
                new Feature("aes-128-gcm", bench -> cipher(bench, "AES-128-GCM")),
                new Feature("chacha20-poly1305", bench -> cipher(bench, "CHACHA20-POLY1305")));
    }

    private static List<Feature> renegotiations() {
        return List.of(
                new Feature("rekey-by-client-udp", bench -> clientRekeys(bench, "udp")),
                new Feature("rekey-by-client-tcp", bench -> clientRekeys(bench, "tcp")),
                new Feature("rekey-by-server-udp", bench -> serverRekeys(bench, "udp")),
                new Feature("rekey-by-server-tcp", bench -> serverRekeys(bench, "tcp")),
                new Feature("dynamic-tls-crypt", Features::dynamicTlsCrypt));
    }

    private static List<Feature> messages() {
        return List.of(
                new Feature("long-push", Features::longPush),
                new Feature("exit", Features::exit),
                new Feature("restart", Features::restart),
                new Feature("halt", Features::halt),
                new Feature("auth-failed", Features::authFailed),
                new Feature("uv-peer-info", Features::announcedSubnets),
                new Feature("comp-lzo-neutralised", Features::compression),
                new Feature("fragment-refused", Features::fragment));
    }

    private static void comesUp(Feature.Bench bench, Setting setting) throws IOException {
        try (Lab lab = bench.lab(setting)) {
            lab.awaitUp();
            lab.await("more data", () -> lab.server.dataPackets.get() >= 4);
            lab.requireNoDrops();
        }
    }

    private static void wrappedKey(Feature.Bench bench, boolean cookie) throws IOException {
        try (Lab lab = bench.lab(Setting.of("udp").wrap(ServerKeys.TLS_CRYPT_V2))) {
            lab.awaitUp();
            boolean returned = lab.recorder.count(Opcode.CONTROL_WKC_V1, 0) > 0;
            lab.require(returned ? "it returned the cookie" : "no cookie", returned == cookie);
        }
    }

    private static void wrap(Feature.Bench bench, String option) throws IOException {
        comesUp(bench, Setting.of("tcp").wrap(option));
        comesUp(bench, Setting.of("udp").wrap(option));
    }

    private static void tlsAuth(Feature.Bench bench, String digest, boolean direction)
            throws IOException {
        comesUp(bench, Setting.of("tcp").tlsAuth(digest, direction));
        comesUp(bench, Setting.of("udp").tlsAuth(digest, direction));
    }

    private static void tls(Feature.Bench bench, String version) throws IOException {
        try (Lab lab = bench.lab(Setting.of("udp").tls(version))) {
            lab.awaitUp();
            String agreed = lab.established().tlsVersion();
            lab.require("it was " + agreed, agreed.equals(version));
        }
    }

    private static void derivation(Feature.Bench bench, boolean exporter) throws IOException {
        try (Lab lab = bench.lab(Setting.of("udp"))) {
            lab.awaitUp();
            boolean exported = lab.established().exporterKeys();
            lab.require(exported ? "keys were exported" : "no exporter", exported == exporter);
        }
    }

    private static void epochs(Feature.Bench bench) throws IOException {
        for (String transport : List.of("udp", "tcp")) {
            try (Lab lab = bench.lab(Setting.of(transport))) {
                lab.awaitUp();
                lab.require("the client cannot", lab.established().epochKeys());
            }
        }
    }

    /// The profile allows only this cipher, and so does the server: OpenVPN 3 does as it likes.
    private static void cipher(Feature.Bench bench, String cipher) throws IOException {
        String option = bench.program().isBefore25() ? "ncp-ciphers " : "data-ciphers ";
        try (Lab lab =
                bench.lab(Setting.of("udp").policy("ciphers=" + cipher).profile(option + cipher))) {
            lab.awaitUp();
            String agreed = lab.established().cipher();
            lab.require("it was " + agreed, agreed.equals(cipher));
        }
    }

    /// As 2.3 and profiles of 2.4 have it: no negotiation, the profile's cipher and digest.
    private static void cbc(Feature.Bench bench) throws IOException {
        String[] profile =
                bench.program().isBefore25()
                        ? new String[] {"ncp-disable", "cipher AES-256-CBC", "auth SHA256"}
                        : new String[] {"data-ciphers AES-256-CBC", "auth SHA256"};
        for (String transport : List.of("udp", "tcp")) {
            Setting setting = Setting.of(transport).policy("cbc=yes").profile(profile);
            try (Lab lab = bench.lab(setting)) {
                lab.awaitUp();
                String agreed = lab.established().cipher();
                lab.require("it was " + agreed, agreed.equals("AES-256-CBC"));
            }
        }
    }

    private static void clientRekeys(Feature.Bench bench, String transport) throws IOException {
        try (Lab lab = bench.lab(Setting.of(transport).profile("reneg-sec 11"))) {
            awaitNewKeys(lab, 2);
            lab.await("data with it", () -> lab.recorder.count(Opcode.DATA_V2, 2) >= 2);
            lab.requireNoDrops();
        }
    }

    private static void serverRekeys(Feature.Bench bench, String transport) throws IOException {
        try (Lab lab = bench.lab(Setting.of(transport).policy("renegotiate=11"))) {
            awaitNewKeys(lab, 1);
        }
    }

    private static void dynamicTlsCrypt(Feature.Bench bench) throws IOException {
        try (Lab lab = bench.lab(Setting.of("udp").policy("renegotiate=11"))) {
            awaitNewKeys(lab, 1);
            boolean offered = (lab.info().protocolBits() & DYNAMIC_TLS_CRYPT) != 0;
            lab.require("the client cannot", offered && lab.client.logged("dyn-tls-crypt"));
        }
    }

    /// New keys, and data as before. OpenVPN 3 goes on sending with a key for 60 seconds after the
    /// server has begun the next one, so only one must be new within that time.
    private static void awaitNewKeys(Lab lab, int number) {
        lab.awaitUp();
        lab.await("new keys", REKEY, () -> lab.events(Event.Rekeyed.class).size() >= number);
        int before = lab.server.dataPackets.get();
        lab.await("data afterwards", () -> lab.server.dataPackets.get() >= before + 8);
        lab.requireNoDrops();
        lab.require("it came up again", lab.client.count(lab.program.up()) == 1);
    }

    private static void longPush(Feature.Bench bench) throws IOException {
        try (Lab lab = bench.lab(Setting.of("udp").policy("routes=200"))) {
            lab.awaitUp();
            lab.await("the last route", () -> lab.client.logged("10.9.199.0"));
        }
    }

    private static void exit(Feature.Bench bench) throws IOException {
        try (Lab lab = bench.lab(Setting.of("udp"))) {
            lab.awaitUp();
            lab.client.interrupt();
            lab.await("exit", () -> lab.isClosed(CloseReason.PEER_EXIT));
        }
    }

    private static void restart(Feature.Bench bench) throws IOException {
        try (Lab lab = bench.lab(Setting.of("udp"))) {
            lab.awaitUp();
            lab.order("restart moved");
            lab.await("second session", () -> lab.client.count(lab.program.up()) == 2);
        }
    }

    private static void halt(Feature.Bench bench) throws IOException {
        try (Lab lab = bench.lab(Setting.of("udp"))) {
            lab.awaitUp();
            lab.order("halt revoked");
            lab.await("end of the client", () -> !lab.client.isRunning());
        }
    }

    private static void authFailed(Feature.Bench bench) throws IOException {
        for (String transport : List.of("udp", "tcp")) {
            Setting setting = Setting.of(transport).policy("refuse=this_peer_is_revoked");
            try (Lab lab = bench.lab(setting)) {
                lab.await("reason", () -> lab.client.logged("this peer is revoked"));
                lab.await("end", () -> lab.isClosed(CloseReason.REFUSED));
            }
        }
    }

    private static void announcedSubnets(Feature.Bench bench) throws IOException {
        String subnets = "192.168.7.0/24 10.9.0.0/16";
        Setting setting =
                Setting.of("udp").profile("push-peer-info", "setenv UV_LAN \"" + subnets + "\"");
        try (Lab lab = bench.lab(setting)) {
            lab.awaitUp();
            lab.require("no UV_LAN", lab.info().value("UV_LAN").equals(subnets));
        }
    }

    private static void compression(Feature.Bench bench) throws IOException {
        comesUp(bench, Setting.of("udp").profile("comp-lzo no"));
    }

    private static void fragment(Feature.Bench bench) throws IOException {
        try (Lab lab = bench.lab(Setting.of("udp").profile("fragment 1300"))) {
            lab.await("reason", () -> lab.client.logged("\"fragment\" is not supported"));
        }
    }
}
