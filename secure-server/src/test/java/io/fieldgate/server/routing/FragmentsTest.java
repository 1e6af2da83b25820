package io.fieldgate.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.server.policy.DropReason;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/// Later fragments have no ports: they follow the first.
class FragmentsTest {
    private static final String ANNA = "100.64.0.2";
    private static final String PLC = "192.168.1.10";

    private final IdenticalLab lab = new IdenticalLab();

    @Test
    void laterFragmentsFollowTheFirstThereAndBackAgain() {
        ByteBuffer whole = Segments.udp(ANNA, 5001, "198.18.2.10", 161, new byte[64]);
        assertThat(lab.path(lab.anna, fragment(whole, 0, 32, true)))
                .containsExactly("pump-2: 100.64.0.2 > 192.168.1.10");
        assertThat(lab.path(lab.anna, fragment(whole, 32, 40, false)))
                .containsExactly("pump-2: 100.64.0.2 > 192.168.1.10");
        ByteBuffer joined = joined();
        assertThat(Segments.areChecksumsRight(joined)).as("put together again").isTrue();
        ByteBuffer answer = Segments.udp(PLC, 161, ANNA, 5001, new byte[64]);
        lab.route(lab.pump2, fragment(answer, 0, 32, true));
        assertThat(lab.path(lab.pump2, fragment(answer, 32, 40, false)))
                .containsExactly("anna: 198.18.2.10 > 100.64.0.2");
    }

    @Test
    void aFragmentWithoutItsFirstIsDropped() {
        ByteBuffer whole = Segments.udp(ANNA, 5001, "198.18.2.10", 161, new byte[64]);
        lab.route(lab.anna, fragment(whole, 32, 40, false));
        assertThat(lab.sent).isEmpty();
        assertThat(lab.drops.of(DropReason.NO_FIRST_FRAGMENT)).isEqualTo(1);
        lab.route(lab.anna, fragment(whole, 0, 32, true));
        lab.now += 31 * IdenticalLab.SECOND;
        lab.route(lab.anna, fragment(whole, 32, 40, false));
        assertThat(lab.drops.of(DropReason.NO_FIRST_FRAGMENT)).as("too late").isEqualTo(2);
    }

    @Test
    void afterASwitchLaterFragmentsDoNotReachTheNewSite() {
        lab.select(lab.anna, lab.pump1);
        ByteBuffer whole = Segments.udp(ANNA, 5001, PLC, 161, new byte[64]);
        lab.route(lab.anna, fragment(whole, 0, 32, true));
        lab.select(lab.anna, lab.pump2);
        assertThat(lab.path(lab.anna, fragment(whole, 32, 40, false))).isEmpty();
        assertThat(lab.drops.of(DropReason.OTHER_SITE)).isEqualTo(1);
    }

    @Test
    void aFirstFragmentThatIsRefusedTakesTheLaterOnesWithIt() {
        lab.select(lab.anna, lab.pump1);
        ByteBuffer whole = Segments.udp(ANNA, 5001, PLC, 161, new byte[64]);
        lab.route(lab.anna, fragment(whole, 0, 32, true));
        lab.select(lab.anna, lab.pump2);
        lab.route(lab.anna, fragment(whole, 0, 32, true));
        lab.select(lab.anna, lab.pump1);
        lab.sent.clear();
        lab.route(lab.anna, fragment(whole, 32, 40, false));
        assertThat(lab.sent).isEmpty();
        assertThat(lab.drops.of(DropReason.NO_FIRST_FRAGMENT)).isEqualTo(1);
    }

    @Test
    void headersCutInTwoAndFragmentsOverTcpFlagsAreDropped() {
        ByteBuffer whole = Segments.tcp(ANNA, 5001, "198.18.2.10", 502, Segments.SYN);
        lab.route(lab.anna, fragment(whole, 0, 8, true));
        lab.route(lab.anna, fragment(whole, 8, 16, false));
        assertThat(lab.sent).isEmpty();
        assertThat(lab.drops.of(DropReason.MALFORMED_IP)).isEqualTo(2);
    }

    @Test
    void ipv6FragmentsTooAndOneThatIsWholeIsAFlowsPacket() {
        String anna = "fd00:5:6:7::6440:2";
        ByteBuffer udp = Segments.udp(anna, 5001, "fd77:0:0:3::10", 161, new byte[64]);
        assertThat(lab.path(lab.anna, fragment6(udp, 0, 32, true)))
                .containsExactly("pump-3: fd00:5:6:7::6440:2 > fd99:1::10");
        assertThat(lab.path(lab.anna, fragment6(udp, 32, 40, false)))
                .containsExactly("pump-3: fd00:5:6:7::6440:2 > fd99:1::10");
        lab.route(lab.anna, fragment6(udp, 40, 32, false).putInt(44, 99));
        assertThat(lab.drops.of(DropReason.NO_FIRST_FRAGMENT)).isEqualTo(1);
        assertThat(lab.path(lab.anna, fragment6(udp, 0, 72, false)))
                .containsExactly("pump-3: fd00:5:6:7::6440:2 > fd99:1::10");
    }

    private ByteBuffer joined() {
        ByteBuffer first = lab.sent.get(0).packet();
        ByteBuffer second = lab.sent.get(1).packet();
        ByteBuffer whole = ByteBuffer.allocate(first.limit() + second.limit() - 20);
        whole.put(first.duplicate()).put(second.duplicate().position(20)).flip();
        whole.putShort(2, (short) whole.limit()).putShort(6, (short) 0).putShort(10, (short) 0);
        return whole.putShort(10, IpPacket.checksum(whole, 0, 20));
    }

    private static ByteBuffer fragment(ByteBuffer whole, int from, int length, boolean more) {
        ByteBuffer part = ByteBuffer.allocate(20 + length);
        part.put(whole.duplicate().limit(20)).put(20, whole, 20 + from, length).rewind();
        part.putShort(2, (short) part.limit()).putShort(4, (short) 77);
        part.putShort(6, (short) (from / 8 | (more ? 0x2000 : 0))).putShort(10, (short) 0);
        return part.putShort(10, IpPacket.checksum(part, 0, 20));
    }

    private static ByteBuffer fragment6(ByteBuffer whole, int from, int length, boolean more) {
        ByteBuffer part = ByteBuffer.allocate(48 + length);
        part.put(whole.duplicate().limit(40)).putShort(4, (short) (8 + length));
        part.put(40, whole.get(6)).put(6, (byte) 44).rewind();
        part.putShort(42, (short) (from | (more ? 1 : 0))).putInt(44, 5);
        return part.put(48, whole, 40 + from, length);
    }
}
