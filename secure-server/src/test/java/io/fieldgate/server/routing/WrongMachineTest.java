package io.fieldgate.server.routing;

import static io.fieldgate.server.routing.IdenticalLab.SECOND;
import static io.fieldgate.server.routing.Segments.ACK;
import static io.fieldgate.server.routing.Segments.FIN;
import static io.fieldgate.server.routing.Segments.RST;
import static io.fieldgate.server.routing.Segments.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.server.policy.DropReason;
import io.fieldgate.server.routing.RouterBench.Sent;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A flow belongs to the site where it began: after a switch no packet of it reaches another.
class WrongMachineTest {
    private static final String ANNA = "100.64.0.2";
    private static final String PLC = "192.168.1.10";

    private final IdenticalLab lab = new IdenticalLab();

    @BeforeEach
    void annaWorksOnPump1() {
        lab.select(lab.anna, lab.pump1);
        lab.route(lab.anna, Segments.tcp(ANNA, 5001, PLC, 502, SYN));
        lab.route(lab.pump1, Segments.tcp(PLC, 502, ANNA, 5001, SYN | ACK));
        lab.route(lab.anna, Segments.udp(ANNA, 6001, PLC, 161));
        lab.route(lab.anna, Segments.echo(ANNA, PLC, 8, 77));
        lab.sent.clear();
    }

    @Test
    void afterASwitchTheConnectionIsResetWithTheNumberThatFits() {
        lab.select(lab.anna, lab.pump2);
        List<Sent> answer = lab.route(lab.anna, Segments.tcp(ANNA, 5001, PLC, 502, ACK));
        assertThat(answer).hasSize(1);
        ByteBuffer reset = answer.getFirst().packet();
        assertThat(answer.getFirst().to()).isEqualTo("anna");
        assertThat(Segments.source(reset)).isEqualTo(PLC);
        assertThat(Segments.destination(reset)).isEqualTo(ANNA);
        assertThat(reset.getShort(20)).isEqualTo((short) 502);
        assertThat(reset.getShort(22)).isEqualTo((short) 5001);
        assertThat(reset.getInt(24)).as("what the segment acknowledged").isEqualTo(2000);
        assertThat(reset.get(33)).isEqualTo((byte) RST);
        assertThat(Segments.areChecksumsRight(reset)).isTrue();
        assertThat(lab.drops.of(DropReason.OTHER_SITE)).isEqualTo(1);
    }

    @Test
    void aSegmentThatAcknowledgesNothingIsResetByItsLength() {
        lab.select(lab.anna, lab.pump2);
        ByteBuffer reset =
                lab.route(lab.anna, Segments.tcp(ANNA, 5001, PLC, 502, FIN)).getFirst().packet();
        assertThat(reset.getInt(28)).isEqualTo(1000 + 4 + 1);
        assertThat(reset.get(33)).isEqualTo((byte) (RST | ACK));
    }

    @Test
    void aResetIsNotAnsweredAndGoesNowhere() {
        lab.select(lab.anna, lab.pump2);
        assertThat(lab.route(lab.anna, Segments.tcp(ANNA, 5001, PLC, 502, RST | ACK))).isEmpty();
        assertThat(lab.drops.of(DropReason.OTHER_SITE)).isEqualTo(1);
    }

    @Test
    void theOldDeviceIsToldTooAndItsDataDoesNotReachTheClient() {
        lab.select(lab.anna, lab.pump2);
        List<Sent> answer = lab.route(lab.pump1, Segments.tcp(PLC, 502, ANNA, 5001, ACK));
        assertThat(answer).extracting(Sent::to).containsExactly("pump-1");
        assertThat(answer.getFirst().packet().get(33)).isEqualTo((byte) RST);
    }

    @Test
    void otherFlowsAreProhibitedAsLongAsTheyGoOn() {
        lab.select(lab.anna, lab.pump2);
        for (int i = 0; i < 5; i++) {
            lab.now += 100 * SECOND;
            List<Sent> answer = lab.route(lab.anna, Segments.udp(ANNA, 6001, PLC, 161));
            assertThat(answer).extracting(Sent::to).containsExactly("anna");
            assertThat(answer.getFirst().packet().getShort(20)).isEqualTo((short) (3 << 8 | 13));
        }
        lab.now += 121 * SECOND;
        assertThat(lab.path(lab.anna, Segments.udp(ANNA, 6001, PLC, 161)))
                .as("silent for two minutes: a new flow")
                .containsExactly("pump-2: 100.64.0.2 > 192.168.1.10");
    }

    @Test
    void echoRequestsOfARunningPingDoNotReachTheNewSiteButThoseOfANewOneDo() {
        lab.select(lab.anna, lab.pump2);
        assertThat(lab.route(lab.anna, Segments.echo(ANNA, PLC, 8, 77)))
                .extracting(Sent::to)
                .containsExactly("anna");
        assertThat(lab.path(lab.anna, Segments.echo(ANNA, PLC, 8, 78)))
                .containsExactly("pump-2: 100.64.0.2 > 192.168.1.10");
    }

    @Test
    void anOpeningSegmentBeginsANewFlowAtTheNewSite() {
        lab.select(lab.anna, lab.pump2);
        assertThat(lab.path(lab.anna, Segments.tcp(ANNA, 5001, PLC, 502, SYN)))
                .containsExactly("pump-2: 100.64.0.2 > 192.168.1.10");
        assertThat(lab.path(lab.pump2, Segments.tcp(PLC, 502, ANNA, 5001, SYN | ACK)))
                .containsExactly("anna: 192.168.1.10 > 100.64.0.2");
        assertThat(lab.path(lab.pump1, Segments.tcp(PLC, 502, ANNA, 5001, ACK)))
                .as("the old device is seen by its mapped address")
                .containsExactly("anna: 198.18.1.10 > 100.64.0.2");
    }

    @Test
    void switchingBackRevivesTheFlow() {
        lab.select(lab.anna, lab.pump2);
        lab.route(lab.anna, Segments.tcp(ANNA, 5001, PLC, 502, ACK));
        lab.select(lab.anna, lab.pump1);
        assertThat(lab.path(lab.anna, Segments.tcp(ANNA, 5001, PLC, 502, ACK)))
                .containsExactly("pump-1: 100.64.0.2 > 192.168.1.10");
    }

    @Test
    void aSegmentWithoutAKnownFlowGoesToNoSite() {
        for (int flags : List.of(ACK, SYN | ACK, FIN | ACK, 0)) {
            assertThat(lab.route(lab.anna, Segments.tcp(ANNA, 7777, PLC, 502, flags)))
                    .extracting(Sent::to)
                    .containsExactly("anna");
        }
        assertThat(lab.drops.of(DropReason.OTHER_SITE)).isEqualTo(4);
        assertThat(lab.path(lab.anna, Segments.tcp(ANNA, 7777, "198.18.3.10", 502, ACK)))
                .as("a mapped address is unmistakable")
                .containsExactly("pump-3: 100.64.0.2 > 192.168.1.10");
    }

    @Test
    void theGuardHoldsAfterTheFlowWasPushedOutOfTheTable() {
        IdenticalLab small = new IdenticalLab(4);
        small.select(small.anna, small.pump1);
        small.route(small.anna, Segments.tcp(ANNA, 5001, PLC, 502, SYN));
        small.select(small.anna, small.pump2);
        for (int port = 1; port <= 10; port++) {
            small.now += SECOND;
            small.route(small.anna, Segments.tcp(ANNA, port, "198.18.3.10", 80, SYN));
        }
        assertThat(small.router.flowCount()).isEqualTo(4);
        small.sent.clear();
        small.route(small.anna, Segments.tcp(ANNA, 5001, PLC, 502, ACK));
        assertThat(small.sent).extracting(Sent::to).containsExactly("anna");
    }

    @Test
    void aFlowToAMappedAddressLivesThroughASwitch() {
        lab.route(lab.anna, Segments.tcp(ANNA, 5002, "198.18.1.10", 502, SYN));
        lab.select(lab.anna, lab.pump2);
        assertThat(lab.path(lab.anna, Segments.tcp(ANNA, 5002, "198.18.1.10", 502, ACK)))
                .containsExactly("pump-1: 100.64.0.2 > 192.168.1.10");
    }

    @Test
    void aSegmentFromTheMiddleDoesNotTakeALiveFlowsPlace() {
        lab.select(lab.anna, lab.pump1);
        lab.route(lab.anna, Segments.tcp(ANNA, 5001, "198.18.1.10", 502, ACK));
        assertThat(lab.drops.of(DropReason.OTHER_SITE)).isEqualTo(1);
        assertThat(lab.path(lab.pump1, Segments.tcp(PLC, 502, ANNA, 5001, ACK)))
                .containsExactly("anna: 192.168.1.10 > 100.64.0.2");
    }

    @Test
    void whenItsSubnetIsGoneAFlowGoesNowhere() {
        lab.subnets.remove(lab.pump1);
        lab.install();
        lab.route(lab.anna, Segments.tcp(ANNA, 5001, PLC, 502, ACK));
        assertThat(lab.drops.of(DropReason.OTHER_SITE)).isEqualTo(1);
        lab.route(lab.pump1, Segments.tcp(PLC, 502, ANNA, 5001, ACK));
        assertThat(lab.drops.of(DropReason.SPOOFED_SOURCE)).isEqualTo(1);
    }
}
