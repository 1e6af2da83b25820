package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.data.CbcCipher;
import io.fieldgate.openvpn.data.DataCipher;
import io.fieldgate.openvpn.data.DataFormat;
import io.fieldgate.openvpn.wire.HmacDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Our client against the distribution's own openvpn server, on loopback.
@Execution(ExecutionMode.CONCURRENT)
class StockServerTest {
    private static final TestCertificates PKI = new TestCertificates();
    private static final TestCertificates.Issued CLIENT = PKI.client("client-1");

    @TempDir Path directory;

    @BeforeEach
    void openvpnIsInstalled() {
        assertThat(StockClient.isInstalled())
                .as(
                        "openvpn is not installed: ./fieldgate test installs it, or apt-get install"
                                + " openvpn")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "tls-crypt-v2, udp",
        "tls-crypt-v2, tcp-server",
        "tls-crypt-v2, udp6",
        "tls-crypt-v2, tcp6-server",
        "tls-crypt, udp",
        "tls-crypt, tcp-server",
        "tls-auth, udp",
        "tls-auth, tcp-server",
        "none, udp",
        "none, tcp-server"
    })
    void itComesUp(String wrap, String protocol) throws Exception {
        StockWrapping wrapping = StockWrapping.of(wrap, directory);
        try (StockServer server = server(protocol, wrapping.option(), "keepalive 1 4");
                LoopbackClient client = client(server, protocol, wrapping.protection())) {
            ClientEvent.Established established = client.awaitUp(server);
            assertThat(established.tlsVersion()).isEqualTo("TLSv1.3");
            assertThat(established.cipher()).isEqualTo("AES-256-GCM");
            assertThat(established.settings().ipv4().orElseThrow().prefixLength()).isEqualTo(24);
            assertThat(established.settings().channel().flags())
                    .contains(
                            PushedSettings.Flag.EXPORTED_KEYS,
                            PushedSettings.Flag.DYNAMIC_TLS_CRYPT,
                            PushedSettings.Flag.EXIT_MESSAGE);
            assertThat(established.settings().ignored()).isEmpty();

            staysUpFor(client, Duration.ofSeconds(6));
            assertThat(client.dropsOnceUp()).isEmpty();
            client.run((session, now, output) -> session.leave(now, output));
            assertThat(client.awaitEnd(server)).isEqualTo(new ClientEnd.Left());
            assertThat(server.logged("WARNING: '")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp-server"})
    void itComesUpWithTls12(String protocol) throws Exception {
        StockWrapping wrapping = StockWrapping.of("tls-crypt", directory);
        try (StockServer server = server(protocol, wrapping.option(), "tls-version-max 1.2");
                LoopbackClient client = client(server, protocol, wrapping.protection())) {
            assertThat(client.awaitUp(server).tlsVersion()).isEqualTo("TLSv1.2");
        }
    }

    @Test
    void aClientForTls12OffersNoMore() throws Exception {
        StockWrapping wrapping = StockWrapping.of("tls-crypt", directory);
        try (StockServer server = server("udp", wrapping.option())) {
            ClientConfig config =
                    new ClientConfig(
                            server.address,
                            Transport.UDP,
                            wrapping.protection(),
                            PKI.clientContext(CLIENT, "TLSv1.2"));
            try (LoopbackClient client = new LoopbackClient(config)) {
                assertThat(client.awaitUp(server).tlsVersion()).isEqualTo("TLSv1.2");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyCipherOfTheServerWorks(DataCipher cipher) throws Exception {
        StockWrapping wrapping = StockWrapping.of("tls-crypt", directory);
        String ciphers = "data-ciphers " + cipher.openvpnName();
        try (StockServer server = server("udp", wrapping.option(), "keepalive 1 4", ciphers);
                LoopbackClient client = client(server, "udp", wrapping.protection())) {
            assertThat(client.awaitUp(server).cipher()).isEqualTo(cipher.openvpnName());
            staysUpFor(client, Duration.ofSeconds(5));
            assertThat(client.dropsOnceUp()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"AES_256_CBC, SHA256, udp", "AES_128_CBC, SHA1, tcp-server"})
    void cbcWorksWhereItMust(CbcCipher cipher, HmacDigest digest, String protocol)
            throws Exception {
        StockWrapping wrapping = StockWrapping.of("tls-crypt", directory);
        String ciphers = "data-ciphers " + cipher.openvpnName() + "\nauth " + digest;
        try (StockServer server = server(protocol, wrapping.option(), "keepalive 1 4", ciphers)) {
            ClientConfig config =
                    config(server, protocol, wrapping.protection())
                            .with(new DataFormat.Cbc(cipher, digest));
            try (LoopbackClient client = new LoopbackClient(config)) {
                assertThat(client.awaitUp(server).cipher()).isEqualTo(cipher.openvpnName());
                staysUpFor(client, Duration.ofSeconds(5));
                assertThat(client.dropsOnceUp()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"tls-crypt-v2, udp", "tls-auth, tcp-server", "none, udp"})
    void theServerRenegotiates(String wrap, String protocol) throws Exception {
        StockWrapping wrapping = StockWrapping.of(wrap, directory);
        try (StockServer server =
                        server(protocol, wrapping.option(), "keepalive 1 4", "reneg-sec 5");
                LoopbackClient client = client(server, protocol, wrapping.protection())) {
            client.awaitUp(server);
            client.await(server, "three new keys", () -> rekeys(client) >= 3);
            staysUpFor(client, Duration.ofSeconds(5));
            assertThat(client.dropsOnceUp()).isEmpty();
            assertThat(server.logged("TLS Error")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"tls-crypt-v2, udp", "tls-crypt, tcp-server"})
    void theClientRenegotiatesUntilKeyIdsBeginAgain(String wrap, String protocol) throws Exception {
        StockWrapping wrapping = StockWrapping.of(wrap, directory);
        try (StockServer server = server(protocol, wrapping.option(), "keepalive 1 4")) {
            ClientConfig.Limits limits =
                    ClientConfig.Limits.DEFAULT.withRenegotiate(Duration.ofSeconds(2));
            ClientConfig config = config(server, protocol, wrapping.protection()).with(limits);
            try (LoopbackClient client = new LoopbackClient(config)) {
                client.awaitUp(server);
                client.await(server, "nine new keys", () -> rekeys(client) >= 9);
                staysUpFor(client, Duration.ofSeconds(5));
                assertThat(client.events(ClientEvent.Rekeyed.class))
                        .extracting(ClientEvent.Rekeyed::keyId)
                        .startsWith(1, 2, 3, 4, 5, 6, 7, 1, 2);
                assertThat(client.dropsOnceUp()).isEmpty();
                assertThat(server.logged("TLS Error")).isFalse();
            }
        }
    }

    /// 2: peer id, but keys from key method 2. 0: no peer id either.
    @ParameterizedTest
    @CsvSource({"2, udp", "2, tcp-server", "0, udp"})
    void theKeysOfOldClientsWork(String protocolBits, String protocol) throws Exception {
        StockWrapping wrapping = StockWrapping.of("tls-crypt", directory);
        try (StockServer server =
                server(protocol, wrapping.option(), "keepalive 1 4", "reneg-sec 5")) {
            ClientConfig.Identity old =
                    new ClientConfig.Identity("2.5.0", "linux", Map.of("IV_PROTO", protocolBits));
            ClientConfig config = config(server, protocol, wrapping.protection()).with(old);
            try (LoopbackClient client = new LoopbackClient(config)) {
                PushedSettings.Channel channel = client.awaitUp(server).settings().channel();
                assertThat(channel.flags()).isEmpty();
                assertThat(channel.peerId().isPresent()).isEqualTo(protocolBits.equals("2"));
                client.await(server, "a new key", () -> rekeys(client) >= 1);
                staysUpFor(client, Duration.ofSeconds(5));
                assertThat(client.dropsOnceUp()).isEmpty();
            }
        }
    }

    @Test
    void aLongPushArrivesInParts() throws Exception {
        StockWrapping wrapping = StockWrapping.of("tls-crypt", directory);
        List<String> options = new ArrayList<>(List.of(wrapping.option()));
        for (int i = 0; i < 200; i++) {
            options.add("push \"route 10.7." + i + ".0 255.255.255.0\"");
        }
        options.add("server-ipv6 fd00:7::/64");
        options.add("push \"route-ipv6 fd00:8::/48\"");
        options.add("push \"dhcp-option DNS 10.98.0.1\"");
        options.add("push \"dns server 0 address 10.98.0.53\"");
        options.add("push \"dns search-domains example.net\"");
        options.add("push \"setenv-safe X y\"");
        options.add("push \"inactive 3600\"");
        options.add("push \"session-timeout 7200\"");
        try (StockServer server = server("udp", options.toArray(String[]::new));
                LoopbackClient client = client(server, "udp", wrapping.protection())) {
            PushedSettings settings = client.awaitUp(server).settings();
            assertThat(settings.routing().routes()).hasSize(201);
            assertThat(settings.ipv6().orElseThrow().prefixLength()).isEqualTo(64);
            assertThat(settings.dns().searchDomains()).containsExactly("example.net");
            assertThat(settings.dns().servers().getFirst().addresses().toString())
                    .contains("10.98.0.53");
            assertThat(settings.times().inactive()).contains(Duration.ofHours(1));
            assertThat(settings.times().sessionTimeout()).contains(Duration.ofHours(2));
            assertThat(settings.ignored()).contains("setenv-safe X y");
        }
    }

    @Test
    void aRefusedPasswordIsAnAuthFailure() throws Exception {
        StockWrapping wrapping = StockWrapping.of("tls-crypt-v2", directory);
        try (StockServer server = server("udp", wrapping.option(), verifyPassword())) {
            ClientConfig config =
                    config(server, "udp", wrapping.protection())
                            .with(() -> new Credentials("anna", "wrong"));
            try (LoopbackClient client = new LoopbackClient(config)) {
                assertThat(client.awaitEnd(server)).isInstanceOf(ClientEnd.AuthFailed.class);
                assertThat(client.events(ClientEvent.Established.class)).isEmpty();
            }
        }
    }

    @Test
    void aTokenTakesThePlaceOfThePassword() throws Exception {
        StockWrapping wrapping = StockWrapping.of("tls-crypt-v2", directory);
        try (StockServer server =
                server("udp", wrapping.option(), verifyPassword(), "auth-gen-token 3600")) {
            AtomicInteger asked = new AtomicInteger();
            ClientConfig.Limits limits =
                    ClientConfig.Limits.DEFAULT.withRenegotiate(Duration.ofSeconds(3));
            ClientConfig config =
                    config(server, "udp", wrapping.protection())
                            .with(limits)
                            .with(() -> {
                                asked.incrementAndGet();
                                return new Credentials("anna", "right");
                            });
            try (LoopbackClient client = new LoopbackClient(config)) {
                client.awaitUp(server);
                client.await(server, "two new keys", () -> rekeys(client) >= 2);
                assertThat(asked).hasValue(1);
                Credentials token =
                        client.events(ClientEvent.TokenReceived.class).getFirst().credentials();
                assertThat(token.username()).isEqualTo("anna");
                assertThat(token.password()).startsWith("SESS_ID_AT_");
                assertThat(server.logged("Username/auth-token authentication succeeded")).isTrue();
            }
        }
    }

    @Test
    void aCertificateThatTheServerDoesNotKnowEndsTheSession() throws Exception {
        StockWrapping wrapping = StockWrapping.of("tls-crypt", directory);
        try (StockServer server = server("udp", wrapping.option(), "hand-window 6")) {
            SSLContext strange =
                    PKI.clientContext(new TestCertificates().client("stranger"), "TLS");
            ClientConfig config =
                    new ClientConfig(server.address, Transport.UDP, wrapping.protection(), strange);
            ClientConfig.Limits limits =
                    new ClientConfig.Limits(
                            Duration.ofSeconds(8), Duration.ZERO, Duration.ofSeconds(60), 1500);
            try (LoopbackClient client = new LoopbackClient(config.with(limits))) {
                assertThat(client.awaitEnd(server))
                        .isInstanceOfAny(
                                ClientEnd.TlsFailed.class, ClientEnd.HandshakeTimeout.class);
                assertThat(client.events(ClientEvent.Established.class)).isEmpty();
            }
        }
    }

    @Test
    void aServerOfAnotherAuthorityIsNotTrusted() throws Exception {
        StockWrapping wrapping = StockWrapping.of("none", directory);
        try (StockServer server = server("udp", wrapping.option())) {
            TestCertificates other = new TestCertificates();
            SSLContext strange = other.clientContext(other.client("client-1"), "TLS");
            ClientConfig config =
                    new ClientConfig(server.address, Transport.UDP, wrapping.protection(), strange);
            try (LoopbackClient client = new LoopbackClient(config)) {
                assertThat(client.awaitEnd(server)).isInstanceOf(ClientEnd.TlsFailed.class);
                assertThat(server.logged("Peer Connection Initiated")).isFalse();
            }
        }
    }

    @Test
    void aServerThatEndsSaysSo() throws Exception {
        StockWrapping wrapping = StockWrapping.of("tls-crypt", directory);
        try (StockServer server = server("udp", wrapping.option(), "explicit-exit-notify 1");
                LoopbackClient client = client(server, "udp", wrapping.protection())) {
            client.awaitUp(server);
            server.terminate();
            assertThat(client.awaitEnd(server)).isInstanceOf(ClientEnd.Restart.class);
        }
    }

    @Test
    void aServerThatIsGoneIsNoticed() throws Exception {
        StockWrapping wrapping = StockWrapping.of("tls-crypt", directory);
        try (StockServer server = server("udp", wrapping.option(), "keepalive 1 2");
                LoopbackClient client = client(server, "udp", wrapping.protection())) {
            client.awaitUp(server);
            server.kill();
            assertThat(client.awaitEnd(server))
                    .isInstanceOfAny(ClientEnd.PingTimeout.class, ClientEnd.Closed.class);
        }
    }

    @Test
    void theServerHearsThatTheClientLeaves() throws Exception {
        StockWrapping wrapping = StockWrapping.of("tls-crypt", directory);
        try (StockServer server = server("udp", wrapping.option());
                LoopbackClient client = client(server, "udp", wrapping.protection())) {
            client.awaitUp(server);
            client.run((session, now, output) -> session.leave(now, output));
            assertThat(client.awaitEnd(server)).isEqualTo(new ClientEnd.Left());
            server.awaitLog("CC-EEN exit message received by peer");
        }
    }

    @Test
    void theServerSeesWhatTheClientSaysAboutItself() throws Exception {
        StockWrapping wrapping = StockWrapping.of("tls-crypt", directory);
        try (StockServer server = server("udp", wrapping.option(), "verb 3")) {
            ClientConfig.Identity identity =
                    new ClientConfig.Identity(
                            "2.7.0_fieldgate", "linux", Map.of("UV_LAN", "10.1.0.0/24"));
            ClientConfig config = config(server, "udp", wrapping.protection()).with(identity);
            try (LoopbackClient client = new LoopbackClient(config)) {
                client.awaitUp(server);
                assertThat(server.logged("peer info: IV_VER=2.7.0_fieldgate")).isTrue();
                assertThat(server.logged("peer info: UV_LAN=10.1.0.0/24")).isTrue();
            }
        }
    }

    /// Lets in whose password is `right`.
    private String verifyPassword() throws IOException {
        Path script = directory.resolve("verify.sh");
        Files.writeString(script, "#!/bin/sh\n[ \"$password\" = right ]\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return "script-security 3\nauth-user-pass-verify " + script + " via-env";
    }

    private static long rekeys(LoopbackClient client) {
        return client.events(ClientEvent.Rekeyed.class).size();
    }

    private static void staysUpFor(LoopbackClient client, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            assertThat(client.events(ClientEvent.Closed.class)).isEmpty();
            StockServer.pause();
        }
    }

    private StockServer server(String protocol, String... options) throws IOException {
        return StockServer.onLoopback(directory, PKI, protocol, List.of(options));
    }

    private static ClientConfig config(
            StockServer server, String protocol, ClientProtection protection) {
        return new ClientConfig(
                server.address,
                protocol.startsWith("tcp") ? Transport.TCP : Transport.UDP,
                protection,
                PKI.clientContext(CLIENT, "TLS"));
    }

    private static LoopbackClient client(
            StockServer server, String protocol, ClientProtection protection) throws IOException {
        return new LoopbackClient(config(server, protocol, protection));
    }
}
