package io.fieldgate.portal.fleet;

import static io.fieldgate.portal.fleet.FleetForTests.report;
import static io.fieldgate.portal.fleet.FleetForTests.session;
import static io.fieldgate.portal.fleet.FleetForTests.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Peer.Device;
import io.fieldgate.contract.control.Policy;
import io.fieldgate.contract.control.Probe;
import io.fieldgate.contract.control.StateUpdate;
import io.fieldgate.portal.certificate.Certificates;
import io.fieldgate.portal.certificate.ServerKeys;
import io.fieldgate.portal.shared.FieldgateSettings;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.PortalTest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.transaction.support.TransactionTemplate;

/// What other modules add to the desired state, and what they may say of it.
@PortalTest
class StateSourcesTest {
    private static final Policy POLICY = new Policy(List.of());

    @Autowired MockMvcTester web;
    @Autowired SitesFixture sites;
    @Autowired StateChanges changes;
    @Autowired RealSubnets subnets;
    @Autowired ReportBook reports;
    @Autowired TransactionTemplate transactions;
    @Autowired JdbcClient jdbc;
    @Autowired Certificates certificates;
    @Autowired SubnetDecisions decisions;
    @Autowired SelectionTable selections;
    @Autowired SessionTable sessions;
    @Autowired ServerKeys keys;
    @Autowired FieldgateSettings settings;

    private SitesFixture.Plant plant;
    private UUID node;

    @BeforeEach
    void aSecureServerWithANode() {
        plant = sites.plant(RoutingMode.ONE_TO_MANY, web);
        node = plant.admin.node(plant.server, "Pump", "192.0.2.0/24");
    }

    @Test
    void aPolicyIsInAWholeStateAndInTheDifferenceInWhichItChanged() {
        assertThat(state(0).policy()).isEqualTo(POLICY);
        long before = state(0).revision();
        plant.admin.client(plant.server, "Laptop");
        assertThat(state(before).policy()).isNull();
        long changed = change(() -> changes.policyChanged(plant.server));
        assertThat(state(before).policy()).isEqualTo(POLICY);
        plant.admin.client(plant.server, "Second");
        assertThat(state(before).policy()).isEqualTo(POLICY);
        assertThat(state(changed).policy()).isNull();
    }

    @Test
    void devicesAreOfTheirNodesSite() {
        long before = state(0).revision();
        change(() -> changes.devicesChanged(plant.server, node));
        var difference = state(before).peers();
        assertThat(difference).hasSize(1);
        assertThat(Objects.requireNonNull(difference.getFirst().site()).devices())
                .containsExactly(new Device("plc1", "192.0.2.10"));
        assertThatThrownBy(
                        () -> change(() -> changes.devicesChanged(plant.server, UUID.randomUUID())))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void aProbeIsInTheDifferenceAfterItWasAsked() {
        long before = state(0).revision();
        long asked = change(() -> changes.probeAsked(plant.server));
        assertThat(asked).isGreaterThan(before);
        assertThat(Objects.requireNonNull(state(before).probes())).hasSize(1);
        assertThat(plant.since(before).orElseThrow().probes()).isNull();
    }

    @Test
    void anotherTenantsSecureServerIsNotFound() {
        assertThatThrownBy(() ->
                        new Scope.Tenant(UUID.randomUUID())
                                .run(() ->
                                        transactions.executeWithoutResult(
                                                _ -> changes.lock(plant.server))))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void aClientThatDialsFromWithinASitesSubnetIsSeen() {
        UUID client = plant.admin.client(plant.server, "Laptop");
        Scope tenant = new Scope.Tenant(plant.tenant);
        assertThat(tenant.call(() -> subnets.overlapOf(plant.server, client))).isEmpty();
        tenant.run(() ->
                reports.apply(
                        plant.tenant,
                        plant.server,
                        report(
                                plant.server,
                                UUID.randomUUID(),
                                1,
                                null,
                                started(session(UUID.randomUUID(), client)))));
        assertThat(tenant.call(() -> subnets.overlapOf(plant.server, client)))
                .contains("192.0.2.0/24");
    }

    private long change(LongSupplier action) {
        return new Scope.Tenant(plant.tenant)
                .call(() ->
                        Objects.requireNonNull(
                                transactions.execute(_ -> {
                                    changes.lock(plant.server);
                                    return action.getAsLong();
                                })));
    }

    private StateUpdate state(long since) {
        return new Scope.Tenant(plant.tenant)
                .call(() -> transactions.execute(_ -> states().since(plant.server, since)))
                .orElseThrow();
    }

    private DesiredStates states() {
        var beans = new StaticListableBeanFactory();
        DeviceSource devices = _ -> Map.of(node, List.of(new Device("plc1", "192.0.2.10")));
        PolicySource policies = _ -> POLICY;
        ProbeSource probes = (_, _) -> List.of(new Probe("p", node.toString(), "192.0.2.10", null));
        beans.addBean("devices", devices);
        beans.addBean("policies", policies);
        beans.addBean("probes", probes);
        return new DesiredStates(
                jdbc,
                new PeerStates(
                        jdbc,
                        certificates,
                        decisions,
                        selections,
                        beans.getBeanProvider(DeviceSource.class)),
                new MappedPrefixes(jdbc),
                sessions,
                keys,
                settings,
                beans.getBeanProvider(PolicySource.class),
                beans.getBeanProvider(ProbeSource.class));
    }
}
