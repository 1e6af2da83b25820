package io.fieldgate.portal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.StateUpdate;
import io.fieldgate.portal.certificate.ServerKeys;
import io.fieldgate.portal.fleet.DesiredStates;
import io.fieldgate.portal.fleet.FleetForTests;
import io.fieldgate.portal.fleet.Nodes;
import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.PortalTest;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// What of this module is in the document that a secure server pulls.
@PortalTest
class AccessStateTest {
    @Autowired FleetForTests fleet;
    @Autowired DesiredStates states;
    @Autowired ServerKeys keys;
    @Autowired Devices devices;
    @Autowired Rules rules;
    @Autowired Probes probes;
    @Autowired Nodes nodes;

    @Test
    void rulesDevicesAndQuestionsComeWithTheDifferenceAfterTheyChanged() {
        SecureServerView server = fleet.server();
        Scope.operator().run(() -> keys.keyOf(server.tenantId(), server.id()));
        UUID pump = fleet.node(server.id(), "Pump", "192.168.1.0/24");
        UUID anna = fleet.client(server.id(), "Anna");
        long start = state(server, 0).revision();
        assertThat(Objects.requireNonNull(state(server, 0).policy()).rules()).isEmpty();

        Scope.operator()
                .run(() ->
                        devices.add(
                                pump, new NewDevice("PLC 1", null, "192.168.1.10", null, null)));
        StateUpdate named = state(server, start);
        assertThat(named.policy()).isNull();
        assertThat(Objects.requireNonNull(named.peers().getFirst().site()).devices())
                .containsExactly(new Peer.Device("plc-1", "192.168.1.10"));

        Scope.operator()
                .run(() ->
                        rules.replace(
                                new Subject.Client(anna),
                                List.of(
                                        new RuleInput(
                                                List.of(pump),
                                                null,
                                                null,
                                                null,
                                                null,
                                                null,
                                                null,
                                                null,
                                                null))));
        StateUpdate ruled = state(server, named.revision());
        assertThat(Objects.requireNonNull(ruled.policy()).rules()).hasSize(1);
        assertThat(ruled.peers()).isEmpty();

        UUID question =
                Scope.operator().call(() -> probes.ask(nodes.get(pump), "192.168.1.10", 102));
        StateUpdate asked = state(server, ruled.revision());
        assertThat(asked.policy()).isNull();
        assertThat(Objects.requireNonNull(asked.probes()))
                .singleElement()
                .satisfies(probe -> assertThat(probe.id()).isEqualTo(question.toString()))
                .satisfies(probe -> assertThat(probe.port()).isEqualTo(102));
        assertThat(Scope.operator().call(() -> states.since(server.id(), asked.revision())))
                .isEmpty();
    }

    private StateUpdate state(SecureServerView server, long since) {
        return Scope.operator().call(() -> states.since(server.id(), since)).orElseThrow();
    }
}
