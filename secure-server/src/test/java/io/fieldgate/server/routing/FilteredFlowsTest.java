package io.fieldgate.server.routing;

import static io.fieldgate.server.routing.Segments.ACK;
import static io.fieldgate.server.routing.Segments.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Policy.Direction;
import io.fieldgate.contract.control.Policy.Effect;
import io.fieldgate.contract.control.Policy.PortRange;
import io.fieldgate.contract.control.Policy.Protocol;
import io.fieldgate.contract.control.Policy.Rule;
import io.fieldgate.contract.control.Policy.Target;
import io.fieldgate.server.policy.DropReason;
import io.fieldgate.server.routing.RouterBench.Sent;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Rules decide about flows, in each mode by the devices' own addresses.
class FilteredFlowsTest {
    private static final String ANNA = "100.64.0.2";
    private static final String BEN = "100.64.0.3";
    private static final String PLC = "192.168.1.10";

    private final IdenticalLab lab = new IdenticalLab();

    @BeforeEach
    void annaWorksOnPump1() {
        lab.select(lab.anna, lab.pump1);
        lab.select(lab.ben, lab.pump1);
    }

    @ParameterizedTest
    @EnumSource(RoutingMode.class)
    void whatNoRuleAllowsIsProhibitedAndRepliesPass(RoutingMode mode) {
        use(mode);
        lab.rules(modbus(Effect.ALLOW));
        assertThat(lab.path(lab.anna, Segments.tcp(ANNA, 5001, PLC, 502, SYN)))
                .containsExactly("pump-1: 100.64.0.2 > 192.168.1.10");
        assertThat(lab.path(lab.pump1, Segments.tcp(PLC, 502, ANNA, 5001, SYN | ACK)))
                .containsExactly("anna: 192.168.1.10 > 100.64.0.2");
        List<Sent> denied = lab.route(lab.anna, Segments.tcp(ANNA, 5001, PLC, 80, SYN));
        assertThat(denied).extracting(Sent::to).containsExactly("anna");
        assertThat(denied.getFirst().packet().getShort(20)).isEqualTo((short) (3 << 8 | 13));
        lab.route(lab.pump1, Segments.tcp(PLC, 4000, ANNA, 502, SYN));
        assertThat(lab.drops.of(DropReason.DENIED_BY_DEFAULT)).isEqualTo(2);
        assertThat(lab.path(lab.ben, Segments.tcp(BEN, 5001, PLC, 80, SYN)))
                .as("no rule names Ben")
                .containsExactly("pump-1: 100.64.0.3 > 192.168.1.10");
    }

    @ParameterizedTest
    @EnumSource(RoutingMode.class)
    void aNewRuleCutsAFlowThatIsOpenAndALaterOneLetsItGoOn(RoutingMode mode) {
        use(mode);
        lab.rules(modbus(Effect.ALLOW));
        lab.route(lab.anna, Segments.tcp(ANNA, 5001, PLC, 502, SYN));
        lab.rules(modbus(Effect.ALLOW), modbus(Effect.DENY));
        assertThat(lab.route(lab.anna, Segments.tcp(ANNA, 5001, PLC, 502, ACK)))
                .extracting(Sent::to)
                .containsExactly("anna");
        assertThat(lab.route(lab.pump1, Segments.tcp(PLC, 502, ANNA, 5001, ACK)))
                .extracting(Sent::to)
                .containsExactly("pump-1");
        assertThat(lab.drops.of(DropReason.DENIED_BY_RULE)).isEqualTo(2);
        lab.rules(modbus(Effect.ALLOW));
        assertThat(lab.path(lab.anna, Segments.tcp(ANNA, 5001, PLC, 502, ACK)))
                .containsExactly("pump-1: 100.64.0.2 > 192.168.1.10");
    }

    @Test
    void aRuleIsHitOncePerFlowThatItAllowsAndPerPacketThatItDenies() {
        lab.rules(modbus(Effect.ALLOW));
        for (int i = 0; i < 5; i++) {
            lab.route(lab.anna, Segments.tcp(ANNA, 5001, PLC, 502, i == 0 ? SYN : ACK));
            lab.route(lab.pump1, Segments.tcp(PLC, 502, ANNA, 5001, ACK));
        }
        assertThat(lab.counters.of("ALLOW").hits()).isEqualTo(1);
        lab.rules(modbus(Effect.DENY));
        lab.now += 7;
        for (int i = 0; i < 5; i++) {
            lab.route(lab.anna, Segments.tcp(ANNA, 5001, PLC, 502, ACK));
        }
        assertThat(lab.counters.of("DENY").hits()).isEqualTo(5);
        assertThat(lab.counters.of("DENY").lastHitNanos()).isEqualTo(lab.now);
    }

    @Test
    void aRuleByTheOwnAddressHoldsForTheMappedOne() {
        lab.rules(modbus(Effect.ALLOW));
        assertThat(lab.path(lab.anna, Segments.tcp(ANNA, 5001, "198.18.1.10", 502, SYN)))
                .containsExactly("pump-1: 100.64.0.2 > 192.168.1.10");
        lab.route(lab.anna, Segments.tcp(ANNA, 5001, "198.18.2.10", 502, SYN));
        lab.route(lab.anna, Segments.tcp(ANNA, 5001, "198.18.1.11", 502, SYN));
        assertThat(lab.drops.of(DropReason.DENIED_BY_DEFAULT)).isEqualTo(2);
    }

    @Test
    void anErrorAboutAPermittedFlowPassesAndOthersDoNot() {
        use(RoutingMode.ONE_TO_MANY);
        lab.rules(modbus(Effect.ALLOW));
        Sent there = lab.route(lab.anna, Segments.tcp(ANNA, 5001, PLC, 502, SYN)).getFirst();
        assertThat(lab.path(lab.pump1, Segments.icmp(PLC, ANNA, 3, 1, 0, there.packet())))
                .containsExactly("anna: 192.168.1.10 > 100.64.0.2");
        lab.route(lab.pump1, Segments.icmp(PLC, ANNA, 3, 1, 0, Segments.udp(ANNA, 1, PLC, 2)));
        assertThat(lab.drops.of(DropReason.UNRELATED_ICMP)).isEqualTo(1);
    }

    @Test
    void aClientWithRulesReachesNoOtherClients() {
        lab.clientsReachClients = true;
        lab.rules(modbus(Effect.ALLOW));
        lab.route(lab.anna, Segments.udp(ANNA, 1, BEN, 1));
        lab.route(lab.ben, Segments.udp(BEN, 1, ANNA, 1));
        assertThat(lab.drops.of(DropReason.DENIED_BY_DEFAULT)).isEqualTo(2);
        assertThat(lab.path(lab.ben, Segments.udp(BEN, 1, "100.64.0.4", 1)))
                .containsExactly("historian: 100.64.0.3 > 100.64.0.4");
    }

    @Test
    void theGatewayAnswersWhateverTheRules() {
        lab.rules(modbus(Effect.ALLOW));
        assertThat(lab.path(lab.anna, Segments.echo(ANNA, "100.64.0.1", 8, 1)))
                .containsExactly("anna: 100.64.0.1 > 100.64.0.2");
    }

    @Test
    void whatIsNoEchoRequestIsOfferedToTheGatewaysService() {
        lab.router.serve((now, sender, packet, out) -> {
            out.send(lab.pump2, Segments.udp("100.64.0.1", 53, PLC, 1));
            return packet.get(23) == 53;
        });
        assertThat(lab.path(lab.anna, Segments.udp(ANNA, 9, "100.64.0.1", 53)))
                .containsExactly("pump-2: 100.64.0.1 > 192.168.1.10");
        assertThat(lab.drops.of(DropReason.NO_SUCH_SERVICE)).isZero();
        lab.route(lab.anna, Segments.udp(ANNA, 9, "100.64.0.1", 54));
        assertThat(lab.drops.of(DropReason.NO_SUCH_SERVICE)).isEqualTo(1);
    }

    private void use(RoutingMode mode) {
        if (mode != RoutingMode.IDENTICAL_NETWORKS) {
            lab.subnets.keySet().retainAll(List.of(lab.pump1));
        }
        lab.mode = mode;
        lab.install();
    }

    private static Rule modbus(Effect effect) {
        return new Rule(
                effect.name(),
                List.of("anna"),
                List.of(new Target("pump-1", "192.168.1.10/32")),
                Protocol.TCP,
                List.of(new PortRange(502, 502)),
                Direction.FROM_CLIENT,
                effect);
    }
}
