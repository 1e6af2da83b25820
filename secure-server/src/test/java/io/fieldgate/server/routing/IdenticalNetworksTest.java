package io.fieldgate.server.routing;

import static io.fieldgate.server.routing.Segments.ACK;
import static io.fieldgate.server.routing.Segments.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.server.policy.DropReason;
import io.fieldgate.server.routing.RouterBench.Sent;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Three sites with the same subnet and the same device address: everybody reaches the right one.
class IdenticalNetworksTest {
    private static final String ANNA = "100.64.0.2";
    private static final String BEN = "100.64.0.3";
    private static final String HISTORIAN = "100.64.0.4";
    private static final String PLC = "192.168.1.10";

    private final IdenticalLab lab = new IdenticalLab();

    @AfterEach
    void allThatWasSentHasRightChecksums() {
        assertThat(lab.sent)
                .allSatisfy(one -> assertThat(Segments.areChecksumsRight(one.packet())).isTrue());
    }

    @Test
    void mappedAddressesOfThreeSitesAnswerInParallel() {
        assertThat(lab.path(lab.anna, Segments.tcp(ANNA, 5001, "198.18.1.10", 502, SYN)))
                .containsExactly("pump-1: 100.64.0.2 > 192.168.1.10");
        assertThat(lab.path(lab.anna, Segments.tcp(ANNA, 5001, "198.18.2.10", 502, SYN)))
                .containsExactly("pump-2: 100.64.0.2 > 192.168.1.10");
        assertThat(lab.path(lab.anna, Segments.tcp(ANNA, 5001, "198.18.3.10", 502, SYN)))
                .containsExactly("pump-3: 100.64.0.2 > 192.168.1.10");
        ByteBuffer answer = Segments.tcp(PLC, 502, ANNA, 5001, SYN | ACK);
        assertThat(lab.path(lab.pump3, answer)).containsExactly("anna: 198.18.3.10 > 100.64.0.2");
        assertThat(lab.path(lab.pump1, answer)).containsExactly("anna: 198.18.1.10 > 100.64.0.2");
        assertThat(lab.path(lab.pump2, answer)).containsExactly("anna: 198.18.2.10 > 100.64.0.2");
    }

    @Test
    void twoEngineersReachTheSameAddressOnTwoSites() {
        lab.select(lab.anna, lab.pump1);
        lab.select(lab.ben, lab.pump2);
        assertThat(lab.path(lab.anna, Segments.tcp(ANNA, 5001, PLC, 502, SYN)))
                .containsExactly("pump-1: 100.64.0.2 > 192.168.1.10");
        assertThat(lab.path(lab.ben, Segments.tcp(BEN, 5001, PLC, 502, SYN)))
                .containsExactly("pump-2: 100.64.0.3 > 192.168.1.10");
        assertThat(lab.path(lab.pump1, Segments.tcp(PLC, 502, ANNA, 5001, SYN | ACK)))
                .containsExactly("anna: 192.168.1.10 > 100.64.0.2");
        assertThat(lab.path(lab.pump2, Segments.tcp(PLC, 502, BEN, 5001, SYN | ACK)))
                .containsExactly("ben: 192.168.1.10 > 100.64.0.3");
    }

    @Test
    void twoEngineersShareASite() {
        lab.select(lab.anna, lab.pump1);
        lab.select(lab.ben, lab.pump1);
        lab.route(lab.anna, Segments.udp(ANNA, 5001, PLC, 161));
        lab.route(lab.ben, Segments.udp(BEN, 5001, PLC, 161));
        assertThat(lab.path(lab.pump1, Segments.udp(PLC, 161, BEN, 5001)))
                .containsExactly("ben: 192.168.1.10 > 100.64.0.3");
        assertThat(lab.path(lab.pump1, Segments.udp(PLC, 161, ANNA, 5001)))
                .containsExactly("anna: 192.168.1.10 > 100.64.0.2");
    }

    @Test
    void threeSitesPushToOneHistorianAndEachGetsItsOwnReplies() {
        ByteBuffer push = Segments.tcp(PLC, 40_000, HISTORIAN, 4840, SYN);
        assertThat(lab.path(lab.pump1, push))
                .containsExactly("historian: 198.18.1.10 > " + HISTORIAN);
        assertThat(lab.path(lab.pump2, push))
                .containsExactly("historian: 198.18.2.10 > " + HISTORIAN);
        assertThat(lab.path(lab.pump3, push))
                .containsExactly("historian: 198.18.3.10 > " + HISTORIAN);
        for (int site = 1; site <= 3; site++) {
            ByteBuffer reply =
                    Segments.tcp(HISTORIAN, 4840, "198.18." + site + ".10", 40_000, SYN | ACK);
            assertThat(lab.path(lab.historian, reply))
                    .containsExactly("pump-" + site + ": 100.64.0.4 > 192.168.1.10");
        }
    }

    @Test
    void ipv6GoesTheSameWay() {
        String anna = "fd00:5:6:7::6440:2";
        lab.select(lab.anna, lab.pump2);
        assertThat(lab.path(lab.anna, Segments.tcp(anna, 5001, "fd99:1::10", 502, SYN)))
                .containsExactly("pump-2: fd00:5:6:7::6440:2 > fd99:1::10");
        assertThat(lab.path(lab.anna, Segments.udp(anna, 5002, "fd77:0:0:3::10", 161)))
                .containsExactly("pump-3: fd00:5:6:7::6440:2 > fd99:1::10");
        assertThat(lab.path(lab.pump3, Segments.udp("fd99:1::10", 161, anna, 5002)))
                .containsExactly("anna: fd77:0:0:3::10 > fd00:5:6:7::6440:2");
        assertThat(lab.path(lab.anna, Segments.echo(anna, "fd77:0:0:1::10", 128, 9)))
                .containsExactly("pump-1: fd00:5:6:7::6440:2 > fd99:1::10");
        assertThat(lab.path(lab.pump1, Segments.echo("fd99:1::10", anna, 129, 9)))
                .containsExactly("anna: fd77:0:0:1::10 > fd00:5:6:7::6440:2");
    }

    @Test
    void aNodesVpnAddressIsNotTranslated() {
        assertThat(lab.path(lab.anna, Segments.echo(ANNA, "100.64.0.12", 8, 1)))
                .containsExactly("pump-2: 100.64.0.2 > 100.64.0.12");
        assertThat(lab.path(lab.pump2, Segments.echo("100.64.0.12", ANNA, 0, 1)))
                .containsExactly("anna: 100.64.0.12 > 100.64.0.2");
    }

    @Test
    void whatIsNotSelectedIsSaidToBeProhibitedAndWhatIsUnknownUnreachable() {
        lab.select(lab.anna, lab.pump1);
        List<Sent> ben = lab.route(lab.ben, Segments.tcp(BEN, 5001, PLC, 502, SYN));
        assertThat(ben).singleElement().satisfies(one -> assertThat(icmp(one)).isEqualTo("3/13"));
        List<Sent> anna = lab.route(lab.anna, Segments.tcp(ANNA, 5001, "172.16.0.1", 502, SYN));
        assertThat(anna).singleElement().satisfies(one -> assertThat(icmp(one)).isEqualTo("3/0"));
        assertThat(lab.drops.of(DropReason.NOT_SELECTED)).isEqualTo(1);
        assertThat(lab.drops.of(DropReason.NO_ROUTE)).isEqualTo(1);
    }

    @Test
    void aNodeSpeaksForItsOwnSiteOnly() {
        lab.route(lab.pump1, Segments.udp("198.18.1.10", 1, ANNA, 1)); // its own mapped address
        lab.route(lab.pump1, Segments.udp("192.168.2.10", 1, ANNA, 1));
        lab.route(lab.pump1, Segments.udp("100.64.0.12", 1, ANNA, 1));
        lab.route(lab.anna, Segments.udp(PLC, 1, "198.18.1.10", 1));
        assertThat(lab.sent).isEmpty();
        assertThat(lab.drops.of(DropReason.SPOOFED_SOURCE)).isEqualTo(4);
    }

    @Test
    void nodesReachNeitherEachOtherNorEachOthersSites() {
        lab.route(lab.pump1, Segments.udp(PLC, 1, "100.64.0.12", 1));
        lab.route(lab.pump1, Segments.udp(PLC, 1, "198.18.2.10", 1));
        lab.route(lab.pump1, Segments.udp(PLC, 1, "192.168.1.11", 1));
        assertThat(lab.drops.of(DropReason.FORBIDDEN_BY_MODE)).isEqualTo(3);
    }

    @Test
    void clientsReachClientsOnlyIfTheAdminSaysSo() {
        ByteBuffer packet = Segments.udp(ANNA, 1, BEN, 1);
        lab.route(lab.anna, packet);
        assertThat(lab.drops.of(DropReason.FORBIDDEN_BY_MODE)).isEqualTo(1);
        lab.clientsReachClients = true;
        lab.install();
        assertThat(lab.path(lab.anna, Segments.udp(ANNA, 1, BEN, 1)))
                .containsExactly("ben: 100.64.0.2 > 100.64.0.3");
    }

    @Test
    void inTheOtherModesNoAddressIsTranslated() {
        lab.mode = RoutingMode.ONE_TO_MANY;
        lab.subnets.keySet().retainAll(List.of(lab.pump1));
        lab.install();
        assertThat(lab.path(lab.anna, Segments.udp(ANNA, 1, PLC, 1)))
                .containsExactly("pump-1: 100.64.0.2 > 192.168.1.10");
        assertThat(lab.path(lab.pump1, Segments.udp(PLC, 7, ANNA, 7)))
                .containsExactly("anna: 192.168.1.10 > 100.64.0.2");
        assertThat(lab.router.flowCount()).isZero();
    }

    @Test
    void anUnansweredAddressOfAnOffLineSiteIsSaidToBeUnreachable() {
        lab.pump1.connected = false;
        List<Sent> answer = lab.route(lab.anna, Segments.tcp(ANNA, 1, "198.18.1.10", 1, SYN));
        assertThat(icmp(answer.getFirst())).isEqualTo("3/1");
        assertThat(lab.router.flowCount()).isZero();
    }

    private static String icmp(Sent one) {
        return one.packet().get(20) + "/" + one.packet().get(21);
    }
}
