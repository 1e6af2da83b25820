package io.fieldgate.server.routing;

import static io.fieldgate.server.routing.Segments.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.server.policy.DropReason;
import io.fieldgate.server.routing.RouterBench.Sent;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// ICMP errors find the flow that they are about, and speak of it with the receiver's addresses.
class IcmpErrorTest {
    private static final String ANNA = "100.64.0.2";
    private static final String PLC = "192.168.1.10";

    private final IdenticalLab lab = new IdenticalLab();

    @Test
    void anErrorAboutAMappedFlowSpeaksOfTheMappedAddress() {
        ByteBuffer atDevice = sent(lab.anna, Segments.udp(ANNA, 5001, "198.18.2.10", 161));
        ByteBuffer error = sent(lab.pump2, Segments.icmp(PLC, ANNA, 3, 3, 0, atDevice));
        assertThat(Segments.source(error)).isEqualTo("198.18.2.10");
        assertThat(Segments.areChecksumsRight(error)).isTrue();
        ByteBuffer quoted = error.slice(28, error.limit() - 28);
        assertThat(Segments.destination(quoted)).isEqualTo("198.18.2.10");
        assertThat(Segments.source(quoted)).isEqualTo(ANNA);
        assertThat(Segments.areChecksumsRight(quoted)).as("header and UDP inside").isTrue();
    }

    @Test
    void aRouterInFrontOfTheDeviceIsSeenByItsMappedAddress() {
        ByteBuffer atDevice = sent(lab.anna, Segments.tcp(ANNA, 5001, "198.18.2.10", 502, SYN));
        ByteBuffer error = sent(lab.pump2, Segments.icmp("192.168.1.1", ANNA, 11, 0, 0, atDevice));
        assertThat(Segments.source(error)).isEqualTo("198.18.2.1");
        assertThat(Segments.areChecksumsRight(error)).isTrue();
        assertThat(Segments.areChecksumsRight(error.slice(28, error.limit() - 28))).isTrue();
    }

    @Test
    void anErrorAboutASelectedSitesAddressIsLeftAsItIs() {
        lab.select(lab.anna, lab.pump2);
        ByteBuffer atDevice = sent(lab.anna, Segments.tcp(ANNA, 5001, PLC, 502, SYN));
        ByteBuffer error = sent(lab.pump2, Segments.icmp("192.168.1.1", ANNA, 3, 1, 0, atDevice));
        assertThat(Segments.source(error)).isEqualTo("192.168.1.1");
        assertThat(Segments.destination(error.slice(28, error.limit() - 28))).isEqualTo(PLC);
    }

    @Test
    void aClientsErrorAboutANodesFlowReachesTheDeviceWithItsOwnAddress() {
        ByteBuffer atClient = sent(lab.pump3, Segments.udp(PLC, 4000, ANNA, 162));
        assertThat(Segments.source(atClient)).isEqualTo("198.18.3.10");
        ByteBuffer error = sent(lab.anna, Segments.icmp(ANNA, "198.18.3.10", 3, 3, 0, atClient));
        assertThat(Segments.destination(error)).isEqualTo(PLC);
        assertThat(Segments.areChecksumsRight(error)).isTrue();
        ByteBuffer quoted = error.slice(28, error.limit() - 28);
        assertThat(Segments.source(quoted)).isEqualTo(PLC);
        assertThat(Segments.areChecksumsRight(quoted)).isTrue();
    }

    @Test
    void ipv6ErrorsTooAndTooBigKeepsItsMtu() {
        String anna = "fd00:5:6:7::6440:2";
        ByteBuffer atDevice = sent(lab.anna, Segments.udp(anna, 5001, "fd77:0:0:1::10", 161));
        ByteBuffer error = sent(lab.pump1, Segments.icmp("fd99:1::1", anna, 2, 0, 1300, atDevice));
        assertThat(Segments.source(error)).isEqualTo("fd77:0:0:1::1");
        assertThat(error.getInt(44)).isEqualTo(1300);
        assertThat(Segments.areChecksumsRight(error)).isTrue();
        ByteBuffer quoted = error.slice(48, error.limit() - 48);
        assertThat(Segments.destination(quoted)).isEqualTo("fd77:0:0:1::10");
        assertThat(Segments.areChecksumsRight(quoted)).isTrue();
    }

    @Test
    void eightQuotedOctetsAreEnough() {
        ByteBuffer atDevice = sent(lab.anna, Segments.tcp(ANNA, 5001, "198.18.2.10", 502, SYN));
        ByteBuffer cut = atDevice.duplicate().limit(28);
        ByteBuffer error = sent(lab.pump2, Segments.icmp(PLC, ANNA, 3, 1, 0, cut));
        assertThat(Segments.areChecksumsRight(error)).isTrue();
        assertThat(Segments.destination(error.slice(28, 28))).isEqualTo("198.18.2.10");
    }

    @Test
    void anErrorAboutNothingKnownIsDroppedAndNotAnswered() {
        ByteBuffer atDevice = sent(lab.anna, Segments.udp(ANNA, 5001, "198.18.2.10", 161));
        lab.sent.clear();
        lab.route(lab.pump1, Segments.icmp(PLC, ANNA, 3, 3, 0, atDevice)); // another site's
        ByteBuffer other = Segments.udp(ANNA, 5009, PLC, 161);
        lab.route(lab.pump2, Segments.icmp(PLC, ANNA, 3, 3, 0, other)); // no such flow
        lab.route(lab.pump2, Segments.icmp(PLC, "100.64.0.3", 3, 3, 0, atDevice)); // to Ben
        lab.route(lab.pump2, Segments.icmp(PLC, ANNA, 5, 0, 0, atDevice)); // redirect
        lab.route(lab.pump2, Segments.echo(PLC, ANNA, 0, 9)); // a reply to nothing
        assertThat(lab.sent).isEmpty();
        assertThat(lab.drops.of(DropReason.UNRELATED_ICMP)).isEqualTo(5);
    }

    @Test
    void rubbishInsideAnErrorIsDropped() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        ByteBuffer atDevice = sent(lab.anna, Segments.udp(ANNA, 5001, "198.18.2.10", 161));
        lab.sent.clear();
        for (int i = 0; i < 20_000; i++) {
            byte[] body = new byte[random.nextInt(64)];
            random.nextBytes(body);
            if (random.nextBoolean()) {
                int like = Math.min(body.length, random.nextInt(32));
                atDevice.get(0, body, 0, Math.min(like, atDevice.limit()));
            }
            if (body.length >= 20 && random.nextBoolean()) {
                body[0] = (byte) (0x40 | random.nextInt(16));
            }
            try {
                lab.route(
                        lab.pump2,
                        Segments.icmp(PLC, ANNA, 3, random.nextInt(16), 0, ByteBuffer.wrap(body)));
            } catch (RuntimeException defect) {
                throw new AssertionError("seed " + seed, defect);
            }
        }
        assertThat(lab.sent)
                .as("seed %d", seed)
                .allSatisfy(
                        one -> assertThat(Segments.source(one.packet())).isEqualTo("198.18.2.10"));
    }

    @Test
    void aRouterAtTheSiteIsMappedAlsoInFlowsWithTheNodeItself() {
        lab.select(lab.anna, lab.pump2);
        ByteBuffer question = Segments.udp("100.64.0.2", 5001, "100.64.0.11", 161);
        lab.route(lab.anna, question);
        ByteBuffer error = Segments.icmp("192.168.1.1", "100.64.0.2", 3, 3, 0, question);
        assertThat(lab.path(lab.pump1, error)).containsExactly("anna: 198.18.1.1 > 100.64.0.2");
    }

    private ByteBuffer sent(RouterBench.Peer from, ByteBuffer packet) {
        List<Sent> sent = lab.route(from, packet);
        assertThat(sent).hasSize(1);
        return sent.getFirst().packet();
    }
}
