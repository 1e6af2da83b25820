package io.fieldgate.portal.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.control.ServerReport;
import io.fieldgate.contract.host.InstanceSpec;
import io.fieldgate.portal.fleet.FleetForTests;
import io.fieldgate.portal.fleet.InstanceStanding;
import io.fieldgate.portal.fleet.Instances;
import io.fieldgate.portal.fleet.ReportBook;
import io.fieldgate.portal.fleet.SecureServerState;
import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.fleet.WantedInstance;
import io.fieldgate.portal.shared.FieldgateSettings;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.Deadline;
import io.fieldgate.portal.testing.PortalTest;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/// The portal's own reconciler against a process host on a real Unix socket.
@PortalTest
class ReconcilerTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Autowired private FleetForTests fleet;
    @Autowired private SecureServers servers;
    @Autowired private Instances instances;
    @Autowired private ReportBook reports;
    @Autowired private BootstrapSecrets secrets;
    @Autowired private Provisioner provisioner;
    @Autowired private InstanceSpecs specs;
    @Autowired private TransactionTemplate transaction;
    @Autowired private FieldgateSettings settings;

    private final HostTwin twin = new HostTwin();
    private InTestProcessHost host;

    @BeforeEach
    void aProcessHost() throws IOException {
        Files.writeString(settings.rootCertificate(), "the root certificate\n");
        host = new InTestProcessHost(settings.hostSocket(), twin);
    }

    @AfterEach
    void theHostGoes() throws IOException {
        host.close();
    }

    @Test
    void aNewSecureServerIsStartedWithASecretThatIsGoodOnce() {
        SecureServerView server = fleet.server();
        InstanceSpec spec = started(server.id());
        assertThat(spec.port()).isEqualTo(server.endpoints().getFirst().port());
        assertThat(spec.controlUrl()).isEqualTo("https://127.0.0.1:" + settings.controlPort());
        assertThat(spec.controlTrust()).isEqualTo("the root certificate\n");
        assertThat(consume(server.id(), String.valueOf(spec.bootstrapSecret()))).isTrue();
        assertThat(consume(server.id(), String.valueOf(spec.bootstrapSecret()))).isFalse();
        until(
                "it is known as started",
                () -> view(server.id()).boundary().equals(HostTwin.BOUNDARY));
        assertThat(view(server.id()).state()).isEqualTo(SecureServerState.PROVISIONING);
    }

    @Test
    void itRunsFromItsFirstReportOn() {
        SecureServerView server = fleet.server();
        started(server.id());
        until("it is known as started", () -> standing(server.id()).isPresent());
        report(server, 3);
        assertThat(view(server.id()).state()).isEqualTo(SecureServerState.RUNNING);
        assertThat(view(server.id()).appliedRevision()).isEqualTo(3);
        assertThat(view(server.id()).stateDetail()).isEmpty();
    }

    @Test
    void aTakenPortIsPassedOver() {
        for (int port = settings.vpnPorts().first();
                port <= settings.vpnPorts().first() + 4;
                port++) {
            twin.takenPorts.add(port);
        }
        SecureServerView server = fleet.server();
        int port = started(server.id()).port();
        assertThat(twin.takenPorts).doesNotContain(port);
        assertThat(view(server.id()).endpoints().getFirst().port()).isEqualTo(port);
    }

    @Test
    void aPortThatIsKnownToOthersIsNotGivenUp() {
        SecureServerView server = fleet.server();
        int port = started(server.id()).port();
        until("it is known as started", () -> standing(server.id()).isPresent());
        twin.takenPorts.add(port);
        twin.lose(server.id());
        until("it is said", () -> view(server.id()).stateDetail().contains(port + " is taken"));
        assertThat(view(server.id()).state()).isEqualTo(SecureServerState.FAILED);
        twin.takenPorts.clear();
        assertThat(started(server.id()).port()).isEqualTo(port);
    }

    @Test
    void aLostInstanceIsMadeAgainWithANewSecret() {
        SecureServerView server = fleet.server();
        String first = String.valueOf(started(server.id()).bootstrapSecret());
        until("it is known as started", () -> standing(server.id()).isPresent());
        twin.lose(server.id());
        String second = String.valueOf(started(server.id()).bootstrapSecret());
        assertThat(second).isNotEqualTo(first);
        assertThat(consume(server.id(), first)).isFalse();
        assertThat(consume(server.id(), second)).isTrue();
    }

    @Test
    void aRestartedPortalLeavesAnInstanceThatHasNotEnrolledWithAGoodSecret() {
        SecureServerView server = fleet.server();
        started(server.id());
        until("it is known as started", () -> standing(server.id()).isPresent());
        Reconciler restarted =
                new Reconciler(provisioner, instances, servers, secrets, specs, Clock.systemUTC());
        Scope.operator().run(restarted::pass);
        String secret = String.valueOf(twin.instance(server.id()).orElseThrow().bootstrapSecret());
        assertThat(consume(server.id(), secret)).isTrue();
    }

    @Test
    void aDeletedSecureServerIsRemovedAndThenForgotten() {
        SecureServerView server = fleet.server();
        started(server.id());
        Scope.operator().run(() -> servers.delete(server.id()));
        until("its row is gone", () -> wanted(server.id()).isEmpty());
        assertThat(twin.instance(server.id())).isEmpty();
    }

    @Test
    void aRefusalIsSaidInItsWordsAndTriedAgain() {
        SecureServerView server = fleet.server();
        started(server.id());
        until("it is known as started", () -> standing(server.id()).isPresent());
        twin.refuse(server.id(), "The disk is full. Make room.");
        twin.lose(server.id());
        until("it is said", () -> view(server.id()).state() == SecureServerState.FAILED);
        assertThat(view(server.id()).stateDetail()).isEqualTo("The disk is full. Make room.");
        twin.recover(server.id());
        started(server.id());
        until("it is better", () -> view(server.id()).state() == SecureServerState.PROVISIONING);
    }

    @Test
    void aProcessThatKeepsDyingIsFailedWithItsReason() {
        SecureServerView server = fleet.server();
        started(server.id());
        twin.fail(server.id(), "It ended with status 1: no memory");
        until("it is said", () -> view(server.id()).state() == SecureServerState.FAILED);
        assertThat(view(server.id()).stateDetail()).contains("no memory");
        twin.recover(server.id());
        until("it is better", () -> view(server.id()).state() == SecureServerState.PROVISIONING);
    }

    @Test
    void anInstanceThatRunsIsNotToldTwice() {
        SecureServerView server = fleet.server();
        started(server.id());
        SecureServerView other = fleet.server();
        started(other.id());
        twin.lose(other.id());
        started(other.id());
        assertThat(twin.ensured(server.id())).hasSize(1);
    }

    @Test
    void whileTheHostIsAwayANewSecureServerSaysSo() throws IOException {
        host.close();
        SecureServerView server = fleet.server();
        until(
                "it is said",
                () -> view(server.id()).stateDetail().startsWith("It waits for the process host"));
        assertThat(view(server.id()).state()).isEqualTo(SecureServerState.PROVISIONING);
        host = new InTestProcessHost(settings.hostSocket(), twin);
        started(server.id());
    }

    private InstanceSpec started(UUID serverId) {
        until("the host runs it", () -> twin.instance(serverId).isPresent());
        return twin.instance(serverId).orElseThrow();
    }

    private void report(SecureServerView server, long applied) {
        new Scope.Tenant(server.tenantId())
                .run(() ->
                        reports.apply(
                                server.tenantId(),
                                server.id(),
                                new ServerReport(
                                        server.id().toString(),
                                        UUID.randomUUID().toString(),
                                        1,
                                        applied,
                                        List.of(),
                                        List.of(),
                                        Map.of(),
                                        1,
                                        null)));
    }

    private SecureServerView view(UUID serverId) {
        return Scope.operator().call(() -> servers.get(serverId));
    }

    private Optional<WantedInstance> wanted(UUID serverId) {
        return Scope.operator()
                .call(() ->
                        instances.wanted().stream()
                                .filter(one -> one.secureServerId().equals(serverId))
                                .findFirst());
    }

    private Optional<InstanceStanding> standing(UUID serverId) {
        return wanted(serverId)
                .flatMap(WantedInstance::standing)
                .filter(standing -> standing.startedAt().isPresent());
    }

    private boolean consume(UUID serverId, String secret) {
        return Scope.operator()
                .call(() ->
                        Boolean.TRUE.equals(
                                transaction.execute(_ -> secrets.consume(serverId, secret))));
    }

    private static void until(String what, BooleanSupplier condition) {
        Deadline.in(LIMIT).until(what, condition);
    }
}
