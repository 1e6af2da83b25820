package io.fieldgate.openvpn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.openvpn.wire.StaticKey;
import io.fieldgate.openvpn.wire.TlsCryptV2ServerKey;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The distribution's own openvpn client against our server, on loopback.
@Execution(ExecutionMode.CONCURRENT)
class StockClientTest {
    private static final String UP = "Initialization Sequence Completed";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final TestCertificates PKI = new TestCertificates();
    private static final TestCertificates.Issued SERVER = PKI.server("secure-server");
    private static final TestCertificates.Issued CLIENT = PKI.client("client-1");

    private final UUID peer = UUID.randomUUID();
    private final byte[] serverKey = TlsCryptV2ServerKey.generate(new SecureRandom());

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
    @ValueSource(strings = {"udp", "tcp-client"})
    void theStockClientComesUpAndItsPingsArrive(String protocol) throws Exception {
        try (LoopbackServer server = server(admitAll(3600));
                StockClient client = client(server, protocol)) {
            client.awaitLog(UP, SOON);
            client.await("data from the client", SOON, () -> server.dataPackets.get() >= 4);

            assertThat(server.drops).isEmpty();
            assertThat(established(server).tlsVersion()).isEqualTo("TLSv1.3");
            assertThat(established(server).cipher()).isEqualTo("AES-256-GCM");
            assertThat(client.logged("Restart")).isFalse();
            assertThat(question(server).identity().clientKey().orElseThrow().peer()).contains(peer);
            assertThat(question(server).info().version()).startsWith("2.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp-client"})
    void aClientWithTls12ComesUp(String protocol) throws Exception {
        try (LoopbackServer server = server(admitAll(3600));
                StockClient client = client(server, protocol, "--tls-version-max", "1.2")) {
            client.awaitLog(UP, SOON);
            client.await("data from the client", SOON, () -> server.dataPackets.get() >= 2);

            assertThat(server.drops).isEmpty();
            assertThat(established(server).tlsVersion()).isEqualTo("TLSv1.2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES-128-GCM", "CHACHA20-POLY1305"})
    void otherCiphersWorkWhenTheClientWantsThem(String cipher) throws Exception {
        try (LoopbackServer server = server(admitAll(3600));
                StockClient client = client(server, "udp", "--data-ciphers", cipher)) {
            client.awaitLog(UP, SOON);
            client.await("data from the client", SOON, () -> server.dataPackets.get() >= 2);

            assertThat(server.drops).isEmpty();
            assertThat(established(server).cipher()).isEqualTo(cipher);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp-client"})
    void theClientRenegotiatesTwice(String protocol) throws Exception {
        try (LoopbackServer server = server(admitAll(3600));
                StockClient client = client(server, protocol, "--reneg-sec", "11")) {
            client.awaitLog(UP, SOON);
            client.await("two new keys", Duration.ofSeconds(40), () -> rekeys(server) >= 2);
            int before = server.dataPackets.get();
            client.await("data afterwards", SOON, () -> server.dataPackets.get() >= before + 3);

            assertThat(server.drops).isEmpty();
            assertThat(client.logged("Restart")).isFalse();
            assertThat(client.count(UP)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp-client"})
    void theServerRenegotiates(String protocol) throws Exception {
        try (LoopbackServer server = server(admitAll(11));
                StockClient client = client(server, protocol)) {
            client.awaitLog(UP, SOON);
            client.await("a new key", Duration.ofSeconds(30), () -> rekeys(server) >= 1);
            int before = server.dataPackets.get();
            client.await("data afterwards", SOON, () -> server.dataPackets.get() >= before + 8);

            assertThat(server.drops).isEmpty();
            assertThat(client.logged("Restart")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp-client"})
    void aRefusedClientReadsTheReason(String protocol) throws Exception {
        LoopbackServer.Owner refuseAll =
                (question, session, now, output) ->
                        session.refuse(now, "this certificate is revoked", output);
        try (LoopbackServer server = server(refuseAll);
                StockClient client = client(server, protocol)) {
            client.awaitLog("AUTH_FAILED,this certificate is revoked", SOON);
            client.await("end of the session", SOON, () -> isClosed(server, CloseReason.REFUSED));

            assertThat(client.logged(UP)).isFalse();
        }
    }

    @Test
    void aClientThatWantsFragmentsIsToldWhy() throws Exception {
        try (LoopbackServer server = server(admitAll(3600));
                StockClient client = client(server, "udp", "--fragment", "1300")) {
            client.awaitLog("AUTH_FAILED,\"fragment\" is not supported", SOON);
        }
    }

    @Test
    void aProfileWithCompressionWorksUncompressed() throws Exception {
        try (LoopbackServer server = server(admitAll(3600));
                StockClient client = client(server, "udp", "--comp-lzo", "no")) {
            client.awaitLog(UP, SOON);
            client.await("data from the client", SOON, () -> server.dataPackets.get() >= 4);

            assertThat(server.drops).isEmpty();
        }
    }

    @Test
    void hundredsOfRoutesArriveInSeveralMessages() throws Exception {
        List<Admission.Route> routes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            routes.add(new Admission.Route(address("10.9." + i + ".0"), 24));
        }
        try (LoopbackServer server = server(admit(3600, routes));
                StockClient client = client(server, "udp", "--verb", "4")) {
            client.awaitLog(UP, SOON);

            assertThat(client.logged("push-continuation 2")).isTrue();
            assertThat(client.logged("route 10.9.199.0 255.255.255.0")).isTrue();
        }
    }

    @Test
    void aRestartedClientComesBackAtOnce() throws Exception {
        try (LoopbackServer server = server(admitAll(3600));
                StockClient client = client(server, "udp")) {
            client.awaitLog(UP, SOON);
            server.forEachSession((session, now, output) -> session.restart(now, "moved", output));

            client.await("a second session", SOON, () -> client.count(UP) == 2);
            client.await("end of the first", SOON, () -> isClosed(server, CloseReason.RESTARTED));
        }
    }

    @Test
    void aHaltedClientStaysAway() throws Exception {
        try (LoopbackServer server = server(admitAll(3600));
                StockClient client = client(server, "udp")) {
            client.awaitLog(UP, SOON);
            server.forEachSession((session, now, output) -> session.halt(now, "revoked", output));

            client.await("end of the client", SOON, () -> !client.isRunning());
            client.await("end of the session", SOON, () -> isClosed(server, CloseReason.HALTED));
        }
    }

    @Test
    void theStockClientComesUpThoughEachTenthPacketIsLost() throws Exception {
        try (LoopbackServer server = server(admitAll(3600))) {
            server.loss = 0.1;
            try (StockClient client = client(server, "udp")) {
                client.awaitLog(UP, Duration.ofSeconds(60));
            }
        }
    }

    @Test
    void aClientThatLeavesSaysSo() throws Exception {
        try (LoopbackServer server = server(admitAll(3600));
                StockClient client = client(server, "udp")) {
            client.awaitLog(UP, SOON);
            client.interrupt();

            client.await("its exit", SOON, () -> isClosed(server, CloseReason.PEER_EXIT));
        }
    }

    @Test
    void aClientThatIsKilledTimesOut() throws Exception {
        try (LoopbackServer server = server(admitAll(3600));
                StockClient client = client(server, "udp")) {
            client.awaitLog(UP, SOON);
            client.kill();

            client.await("its timeout", SOON, () -> isClosed(server, CloseReason.PING_TIMEOUT));
        }
    }

    private LoopbackServer server(LoopbackServer.Owner owner) throws IOException {
        ServerConfig config =
                new ServerConfig(PKI.context(SERVER), new TlsCryptV2ServerSecret(serverKey));
        return new LoopbackServer(config, owner);
    }

    private StockClient client(LoopbackServer server, String protocol, String... options)
            throws IOException {
        TlsCryptV2ServerKey key = TlsCryptV2ServerKey.of(serverKey);
        String clientKey =
                key.wrap(StaticKey.generate(new SecureRandom()), ClientKeyMetadata.ofPeer(peer))
                        .toPem();
        Path profile = directory.resolve("client.ovpn");
        Files.writeString(
                profile,
                String.join(
                        "\n",
                        "client",
                        "remote 127.0.0.1 " + server.port() + " " + protocol,
                        "nobind",
                        "remote-cert-tls server",
                        "verify-x509-name secure-server name",
                        "connect-retry 1",
                        "verb 3",
                        "<ca>\n" + PKI.authorityPem() + "</ca>",
                        "<cert>\n" + CLIENT.certificatePem() + "</cert>",
                        "<key>\n" + CLIENT.keyPem() + "</key>",
                        "<tls-crypt-v2>\n" + clientKey + "</tls-crypt-v2>\n"));
        return new StockClient(server, profile, options);
    }

    private static LoopbackServer.Owner admitAll(int renegotiateSeconds) throws IOException {
        return admit(renegotiateSeconds, List.of());
    }

    private static LoopbackServer.Owner admit(int renegotiateSeconds, List<Admission.Route> routes)
            throws IOException {
        Inet4Address address = address("100.64.0.2");
        Inet4Address gateway = address("100.64.0.1");
        return (question, session, now, output) -> {
            if (question.rekey()) {
                session.approveRekey(now, output);
                return;
            }
            Admission admission =
                    new Admission(
                            LoopbackServer.peerId(output),
                            address,
                            18,
                            gateway,
                            routes,
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(4),
                            Duration.ofSeconds(renegotiateSeconds));
            session.admit(now, admission, output);
        };
    }

    private static Inet4Address address(String text) {
        return (Inet4Address) InetAddress.ofLiteral(text);
    }

    private static Event.Established established(LoopbackServer server) {
        return (Event.Established)
                server.events.stream()
                        .filter(Event.Established.class::isInstance)
                        .findFirst()
                        .orElseThrow();
    }

    private static Event.PeerAuthenticating question(LoopbackServer server) {
        return (Event.PeerAuthenticating)
                server.events.stream()
                        .filter(Event.PeerAuthenticating.class::isInstance)
                        .findFirst()
                        .orElseThrow();
    }

    private static long rekeys(LoopbackServer server) {
        return server.events.stream().filter(Event.Rekeyed.class::isInstance).count();
    }

    private static boolean isClosed(LoopbackServer server, CloseReason reason) {
        return server.events.stream()
                .anyMatch(e -> e instanceof Event.Closed closed && closed.reason() == reason);
    }
}
