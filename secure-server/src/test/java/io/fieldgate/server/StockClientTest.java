package io.fieldgate.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.ServerEvent;
import io.fieldgate.contract.control.ServerReport;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.contract.control.StateUpdate;
import io.fieldgate.contract.control.SubnetSource;
import io.fieldgate.contract.host.InstanceConfig;
import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.support.Eventually;
import io.fieldgate.server.support.StockClient;
import io.fieldgate.server.support.Tenant;
import io.fieldgate.server.support.Tenant.Member;
import io.fieldgate.server.support.TestCa;
import io.fieldgate.server.support.TestPortal;
import io.fieldgate.server.support.UdpRelay;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A whole secure server on loopback, with stock OpenVPN clients and a control endpoint.
class StockClientTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir private Path directory;
    private TestCa platformCa;
    private TestCa tenantCa;
    private TestPortal portal;
    private Tenant tenant;
    private Path serverDirectory;
    private ServerProcess server;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final List<AutoCloseable> clients = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        platformCa = new TestCa(directory, "platform");
        tenantCa = new TestCa(directory, "tenant");
        portal = new TestPortal(platformCa, tenantCa);
        tenant = new Tenant(directory, tenantCa);
        serverDirectory = Files.createDirectory(directory.resolve("server"));
        writeConfig(0, TestPortal.SECRET);
        server = startServer();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable client : clients) {
            client.close();
        }
        server.stop();
        portal.close();
        System.out.print(log.toString(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void aClientConnectsAndIsPushedTheRoutesOfAllNodes(String protocol) throws Exception {
        Member client = tenant.add(PeerKind.CLIENT);
        tenant.add(PeerKind.NODE, new Peer.Subnet("192.168.77.0/24", SubnetSource.ADMIN));
        portal.publish(tenant.state());
        StockClient stock = dial("client", client, protocol);

        stock.awaitConnected(1);
        assertThat(stock.log())
                .contains("route 192.168.77.0 255.255.255.0")
                .contains("ifconfig " + client.vpnAddress() + " 255.255.192.0")
                .contains("route-gateway 100.64.0.1");
        Eventually.that(
                "the portal knows",
                SOON,
                () -> !portal.events(ServerEvent.SessionStarted.class).isEmpty());
        var session = portal.events(ServerEvent.SessionStarted.class).getFirst().session();
        assertThat(session.peerId()).isEqualTo(client.id());
        assertThat(session.transport()).isEqualTo(protocol);
        assertThat(session.clientVersion()).startsWith("2.");
        assertThat(session.cipher()).isEqualTo("AES-256-GCM");
    }

    @Test
    void whatANodeAnnouncesIsInForceForTheNextClient() throws Exception {
        Member client = tenant.add(PeerKind.CLIENT);
        Member node = tenant.add(PeerKind.NODE);
        portal.publish(tenant.state());
        StockClient stockNode =
                dial(
                        "node",
                        node,
                        "udp",
                        "setenv UV_FIELDGATE_SUBNETS \"10.77.1.9/24, 0.0.0.0/0 junk\"");
        stockNode.awaitConnected(1);
        StockClient stockClient = dial("client", client, "udp");
        stockClient.awaitConnected(1);

        assertThat(stockClient.log()).contains("route 10.77.1.0 255.255.255.0");
        assertThat(stockNode.log()).doesNotContain("route 10.77");
        Eventually.that(
                "the portal knows",
                SOON,
                () -> !portal.events(ServerEvent.SubnetsAnnounced.class).isEmpty());
        var announced = portal.events(ServerEvent.SubnetsAnnounced.class).getFirst();
        assertThat(announced.subnets())
                .extracting(ServerEvent.SubnetsAnnounced.Verdict::prefix)
                .containsExactly("10.77.1.0/24", "0.0.0.0/0", "junk");
        assertThat(announced.subnets())
                .extracting(ServerEvent.SubnetsAnnounced.Verdict::accepted)
                .containsExactly(true, false, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void aRevokedPeerLosesItsSessionAndIsRefusedWithAReasonWhileOthersStay(String protocol)
            throws Exception {
        Member revoked = tenant.add(PeerKind.CLIENT);
        Member other = tenant.add(PeerKind.CLIENT);
        portal.publish(tenant.state());
        StockClient stockRevoked = dial("revoked", revoked, protocol);
        StockClient stockOther = dial("other", other, protocol);
        stockRevoked.awaitConnected(1);
        stockOther.awaitConnected(1);

        tenant.setState(revoked, Peer.State.REVOKED);
        portal.publish(tenant.state());

        Eventually.that(
                "the session ends",
                Duration.ofSeconds(2),
                () ->
                        portal.events(ServerEvent.SessionEnded.class).stream()
                                .anyMatch(e -> e.peerId().equals(revoked.id())));
        stockRevoked.awaitLog("AUTH_FAILED,certificate revoked", 1, SOON);
        Eventually.that(
                "the portal knows",
                SOON,
                () -> !portal.events(ServerEvent.PeerRefused.class).isEmpty());
        assertThat(portal.events(ServerEvent.PeerRefused.class).getFirst().reason())
                .isEqualTo("certificate revoked");
        assertThat(stockOther.count("Initialization Sequence Completed")).isEqualTo(1);
        assertThat(stockOther.count("Restart")).isZero();
        assertThat(portal.events(ServerEvent.SessionEnded.class))
                .extracting(ServerEvent.SessionEnded::peerId)
                .containsOnly(revoked.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void tunnelsComeBackAfterAPlannedRestartThoughThePortalIsAway(String protocol)
            throws Exception {
        Member client = tenant.add(PeerKind.CLIENT);
        portal.publish(tenant.state());
        StockClient stock = dial("client", client, protocol);
        stock.awaitConnected(1);

        portal.silent(true);
        writeConfig(server.port(), null);
        server.stop();
        server = startServer();

        stock.awaitConnected(2);
        portal.silent(false);
        Eventually.that(
                "the portal hears of the session that it missed",
                SOON,
                () ->
                        portal.reports().stream()
                                .anyMatch(r ->
                                        r.sessions() != null
                                                && r.sequence() <= 3
                                                && !r.bootId()
                                                        .equals(
                                                                portal.reports()
                                                                        .getFirst()
                                                                        .bootId())));
    }

    @Test
    void aSessionEndsWhenTheAdminEndsItAndMayComeBack() throws Exception {
        Member client = tenant.add(PeerKind.CLIENT);
        portal.publish(tenant.state());
        StockClient stock = dial("client", client, "udp");
        stock.awaitConnected(1);
        Eventually.that(
                "started", SOON, () -> !portal.events(ServerEvent.SessionStarted.class).isEmpty());
        String session =
                portal.events(ServerEvent.SessionStarted.class).getFirst().session().sessionId();

        portal.publish(tenant.state(session));

        stock.awaitConnected(2);
        assertThat(portal.events(ServerEvent.SessionEnded.class).getFirst().reason())
                .isEqualTo("ENDED_BY_ADMIN");
    }

    @Test
    void aPeerThatStartsAnewReplacesItsOldSession() throws Exception {
        Member client = tenant.add(PeerKind.CLIENT);
        portal.publish(tenant.state());
        StockClient first = dial("first", client, "udp");
        first.awaitConnected(1);
        first.kill();
        StockClient second = dial("second", client, "tcp");
        second.awaitConnected(1);

        Eventually.that(
                "the old one ended",
                SOON,
                () ->
                        portal.events(ServerEvent.SessionEnded.class).stream()
                                .anyMatch(e -> e.reason().equals("REPLACED")));
    }

    @Test
    void aCertificateOfAnotherTenantIsNotLetIn() throws Exception {
        Member client = tenant.add(PeerKind.CLIENT);
        portal.publish(tenant.state());
        TestCa otherTenant = new TestCa(directory, "other-tenant");
        Member stranger =
                tenant.member(
                        client.id(),
                        client.vpnAddress(),
                        otherTenant.issue(client.id(), TestCa.CLIENT));
        StockClient stock = dial("stranger", stranger, "udp");

        Eventually.that(
                "the refusal is reported",
                SOON,
                () -> !portal.events(ServerEvent.PeerRefused.class).isEmpty());
        assertThat(stock.log()).doesNotContain("Initialization Sequence Completed");
        assertThat(portal.events(ServerEvent.SessionStarted.class)).isEmpty();
    }

    @Test
    void aTlsCryptKeyOfAnotherPeerIsRefused() throws Exception {
        Member client = tenant.add(PeerKind.CLIENT);
        Member other = tenant.add(PeerKind.CLIENT);
        portal.publish(tenant.state());
        Member mixed =
                new Member(client.id(), client.vpnAddress(), client.certificate(), other.v2Key());
        StockClient stock = dial("mixed", mixed, "udp");

        stock.awaitLog("AUTH_FAILED,profile is mixed", 1, SOON);
        assertThat(portal.events(ServerEvent.SessionStarted.class)).isEmpty();
    }

    @Test
    void aStateThatCannotBeServedIsToldAndTheOldOneStaysInForce() throws Exception {
        Member client = tenant.add(PeerKind.CLIENT);
        portal.publish(tenant.state());
        awaitProblem(null, 1);
        portal.publish(withNetwork(tenant.state(), "100.64.0.0/31"));
        awaitProblem("revision 2 cannot be applied", 1);
        dial("client", client, "udp").awaitConnected(1);
        portal.publish(tenant.state());
        awaitProblem(null, 3);
    }

    @Test
    void aDiskThatTakesNothingIsToldAndTunnelsGoOn() throws Exception {
        Member client = tenant.add(PeerKind.CLIENT);
        portal.publish(tenant.state());
        awaitProblem(null, 1);
        // A folder in the way of the new file: the same failure as a full disk, for root too.
        Path inTheWay = Files.createDirectories(serverDirectory.resolve("state.json.new/occupied"));
        portal.publish(tenant.state());
        awaitProblem("the state cannot be written", 2);
        dial("client", client, "udp").awaitConnected(1);
        Files.delete(inTheWay);
        portal.publish(tenant.state());
        awaitProblem(null, 3);
    }

    @Test
    void aPeerWhoseAddressChangesKeepsItsTunnel() throws Exception {
        Member client = tenant.add(PeerKind.CLIENT);
        portal.publish(tenant.state());
        try (UdpRelay relay = new UdpRelay(server.port())) {
            StockClient stock =
                    StockClient.start(
                            directory, "roaming", tenant.profile(client, "udp", relay.port()));
            clients.add(stock);
            stock.awaitConnected(1);
            relay.changeAddress();
            String moved = "to /127.0.0.1:" + relay.outsidePort();
            Eventually.that("moved", SOON, () -> log.toString(UTF_8).contains(moved));
            assertThat(stock.count("Initialization Sequence Completed")).isEqualTo(1);
            assertThat(portal.events(ServerEvent.SessionEnded.class)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void aRenegotiationIsApprovedAndTheTunnelStays(String protocol) throws Exception {
        Member client = tenant.add(PeerKind.CLIENT);
        portal.publish(tenant.state());
        StockClient stock = dial("client", client, protocol, "reneg-sec 12");
        stock.awaitConnected(1);
        // The second one can only begin when the first is complete.
        stock.awaitLog("TLS: soft reset", 2, Duration.ofSeconds(40));
        assertThat(stock.count("Control Channel: TLSv1.3")).isGreaterThanOrEqualTo(2);
        assertThat(stock.isRunning()).isTrue();
        assertThat(stock.count("Initialization Sequence Completed")).isEqualTo(1);
        assertThat(portal.events(ServerEvent.SessionEnded.class)).isEmpty();
        assertThat(portal.events(ServerEvent.PeerRefused.class)).isEmpty();
    }

    private void awaitProblem(@Nullable String begin, long appliedRevision) throws Exception {
        Eventually.that(
                "revision " + appliedRevision + ", problem " + begin,
                SOON,
                () -> {
                    if (portal.reports().isEmpty()) {
                        return false;
                    }
                    ServerReport last = portal.reports().getLast();
                    String problem = last.problem();
                    return last.appliedRevision() == appliedRevision
                            && (begin == null
                                    ? problem == null
                                    : problem != null && problem.startsWith(begin));
                });
    }

    private static StateUpdate withNetwork(StateUpdate update, String network) {
        ServerSettings s = update.settings();
        return new StateUpdate(
                0,
                update.revision(),
                new ServerSettings(
                        s.secureServerId(),
                        s.tenantId(),
                        s.mode(),
                        network,
                        s.tlsCryptV2ServerKey(),
                        s.pingSeconds(),
                        s.pingRestartSeconds(),
                        s.renegotiateSeconds()),
                update.peers(),
                List.of(),
                List.of());
    }

    private StockClient dial(String name, Member member, String protocol, String... more)
            throws Exception {
        StockClient client =
                StockClient.start(
                        directory, name, tenant.profile(member, protocol, server.port(), more));
        clients.add(client);
        return client;
    }

    private ServerProcess startServer() throws Exception {
        return ServerProcess.start(
                serverDirectory,
                new EventLog(new PrintStream(log, true, UTF_8), InstantSource.system()),
                () -> {});
    }

    private void writeConfig(int port, @Nullable String secret) throws Exception {
        Files.write(
                serverDirectory.resolve("server.json"),
                ContractJson.MAPPER.writeValueAsBytes(
                        new InstanceConfig(
                                tenant.secureServerId(),
                                port,
                                portal.url(),
                                platformCa.pem(),
                                secret)));
    }
}
