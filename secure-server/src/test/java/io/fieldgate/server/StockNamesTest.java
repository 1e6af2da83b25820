package io.fieldgate.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.Probe;
import io.fieldgate.contract.control.ServerEvent;
import io.fieldgate.contract.control.ServerEvent.ProbeAnswered.Outcome;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.contract.control.StateUpdate;
import io.fieldgate.contract.host.InstanceConfig;
import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.support.Command;
import io.fieldgate.server.support.Eventually;
import io.fieldgate.server.support.StockClient;
import io.fieldgate.server.support.Tenant;
import io.fieldgate.server.support.Tenant.Member;
import io.fieldgate.server.support.TestCa;
import io.fieldgate.server.support.TestPortal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Names and probes with a stock client whose tunnel ends in a network namespace of its own, and
/// the system's own resolver there.
class StockNamesTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String SPACE = "fgnames" + ProcessHandle.current().pid();
    private static final Path RESOLVER = Path.of("/etc/netns", SPACE);

    @TempDir private Path directory;
    private TestPortal portal;
    private Tenant tenant;
    private ServerProcess server;

    @BeforeEach
    void start() throws Exception {
        TestCa platformCa = new TestCa(directory, "platform");
        TestCa tenantCa = new TestCa(directory, "tenant");
        portal = new TestPortal(platformCa, tenantCa);
        tenant = new Tenant(directory, tenantCa);
        Path serverDirectory = Files.createDirectory(directory.resolve("server"));
        Files.write(
                serverDirectory.resolve("server.json"),
                ContractJson.MAPPER.writeValueAsBytes(
                        new InstanceConfig(
                                tenant.secureServerId(),
                                0,
                                portal.url(),
                                platformCa.pem(),
                                TestPortal.SECRET)));
        PrintStream log = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
        server =
                ServerProcess.start(
                        serverDirectory, new EventLog(log, InstantSource.system()), () -> {});
        host("ip", "netns", "add", SPACE);
        host("ip", "-n", SPACE, "link", "set", "lo", "up");
        Files.createDirectories(RESOLVER);
        Files.writeString(
                RESOLVER.resolve("resolv.conf"), "nameserver 100.64.0.1\noptions timeout:2\n");
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        portal.close();
        host("ip", "netns", "del", SPACE);
        Files.delete(RESOLVER.resolve("resolv.conf"));
        Files.delete(RESOLVER);
    }

    @Test
    void theSystemsResolverFindsWhatTheClientMayReachAndTheClientAnswersAProbe() throws Exception {
        Member client = tenant.add(PeerKind.CLIENT);
        Member node = tenant.add(PeerKind.NODE);
        portal.publish(named(tenant.state(), List.of()));
        try (StockClient stock = dial(client, "client")) {
            assertThat(stock.log())
                    .contains("dns server 0 address 100.64.0.1")
                    .contains("dns server 0 resolve-domains acme.internal");
            assertThat(resolve("Pump-07.acme.internal")).contains(node.vpnAddress());
            assertThat(resolve(node.vpnAddress())).contains("pump-07.acme.internal");
            assertThat(resolve("acme.internal")).contains("100.64.0.1");
            assertThat(resolve("other.acme.internal")).isEmpty();
            assertThat(resolve("www.example.com")).isEmpty();
        }
        try (StockClient stock = dial(node, "node")) {
            assertThat(stock.log()).doesNotContain("dns server");
            String address = node.vpnAddress();
            portal.publish(
                    named(
                            tenant.state(),
                            List.of(
                                    new Probe("ping", node.id(), address, null),
                                    new Probe("closed", node.id(), address, 502),
                                    new Probe("nowhere", node.id(), "192.0.2.1", null))));
            Eventually.that(
                    "three answers",
                    SOON,
                    () -> portal.events(ServerEvent.ProbeAnswered.class).size() == 3);
            assertThat(outcome("ping")).isEqualTo(Outcome.ANSWERED);
            assertThat(outcome("closed")).isEqualTo(Outcome.REFUSED);
            assertThat(outcome("nowhere")).isEqualTo(Outcome.NOT_BEHIND_NODE);
        }
    }

    private Outcome outcome(String probe) {
        return portal.events(ServerEvent.ProbeAnswered.class).stream()
                .filter(event -> event.probeId().equals(probe))
                .map(ServerEvent.ProbeAnswered::outcome)
                .findFirst()
                .orElseThrow();
    }

    /// What `getent` says in the namespace; empty if there is no such name.
    private String resolve(String name) throws Exception {
        try {
            return host("ip", "netns", "exec", SPACE, "getent", "hosts", name);
        } catch (IOException notFound) {
            return "";
        }
    }

    /// The tunnel device goes to the namespace when it is there; the program stays outside.
    private StockClient dial(Member member, String name) throws Exception {
        String device = name + ProcessHandle.current().pid();
        Path up = directory.resolve(name + ".sh");
        Files.writeString(
                up,
                """
                #!/bin/sh
                ip link set "$dev" netns %1$s
                ip -n %1$s addr add %2$s/18 dev "$dev"
                ip -n %1$s link set "$dev" up
                """
                        .formatted(SPACE, member.vpnAddress()));
        Files.setPosixFilePermissions(up, PosixFilePermissions.fromString("rwx------"));
        StockClient client =
                StockClient.start(
                        directory,
                        name,
                        tenant.profile(member, "udp", server.port()),
                        "--dev",
                        device,
                        "--dev-type",
                        "tun",
                        "--script-security",
                        "2",
                        "--up",
                        up.toString());
        client.awaitConnected(1);
        return client;
    }

    private String host(String... command) throws Exception {
        return Command.run(directory, List.of(command));
    }

    /// The same with a domain, and with labels for the nodes.
    private static StateUpdate named(StateUpdate update, List<Probe> probes) {
        ServerSettings s = update.settings();
        List<Peer> peers =
                update.peers().stream()
                        .map(p ->
                                new Peer(
                                        p.id(),
                                        p.kind(),
                                        p.state(),
                                        p.vpnAddress(),
                                        p.certificates(),
                                        p.subnets(),
                                        p.kind() == PeerKind.NODE
                                                ? new Peer.Site("pump-07", List.of(), List.of())
                                                : null,
                                        null))
                        .toList();
        return new StateUpdate(
                0,
                update.revision(),
                new ServerSettings(
                        s.secureServerId(),
                        s.tenantId(),
                        s.mode(),
                        s.network(),
                        s.tlsCryptV2ServerKey(),
                        s.pingSeconds(),
                        s.pingRestartSeconds(),
                        s.renegotiateSeconds(),
                        null,
                        null,
                        null,
                        null,
                        new ServerSettings.Names("acme.internal", List.of())),
                peers,
                List.of(),
                List.of(),
                null,
                probes);
    }
}
