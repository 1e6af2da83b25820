package io.fieldgate.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.fieldgate.server.flow.FlowTable;
import io.fieldgate.server.flow.FragmentTable;
import io.fieldgate.server.routing.RouterBench.Peer;
import io.fieldgate.server.routing.RouterBench.Sent;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Nothing that a peer sends breaks the router, or reaches somebody with an address that is not
/// his.
class HostilePacketsTest {
    private static final String ANNA = "100.64.0.2";
    private static final String PLC = "192.168.1.10";

    private final IdenticalLab lab = new IdenticalLab(64);
    private long now = IdenticalLab.SECOND;

    @Test
    void damagedPacketsAreDroppedOrArriveWhereTheyBelong() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        lab.select(lab.anna, lab.pump1);
        List<ByteBuffer> good =
                List.of(
                        Segments.tcp(ANNA, 1, PLC, 502, Segments.SYN),
                        Segments.udp(ANNA, 1, "198.18.2.10", 161),
                        Segments.echo(ANNA, "198.18.3.10", 8, 1),
                        Segments.udp("fd00:5:6:7::6440:2", 1, "fd77:0:0:1::9", 1),
                        Segments.icmp(ANNA, PLC, 3, 1, 0, Segments.udp(PLC, 1, ANNA, 1)));
        for (int i = 0; i < 40_000; i++) {
            ByteBuffer packet = damage(random, good.get(random.nextInt(good.size())));
            try {
                lab.route(lab.anna, packet);
            } catch (RuntimeException defect) {
                throw new AssertionError("seed " + seed, defect);
            }
        }
        assertThat(lab.sent).as("seed %d", seed).allSatisfy(HostilePacketsTest::isRight);
        assertThat(lab.router.flowCount()).isLessThanOrEqualTo(64);
    }

    @Test
    void sourceRoutesAreNotFollowed() {
        ByteBuffer whole = Segments.udp(ANNA, 1, "198.18.2.10", 161);
        ByteBuffer routed = ByteBuffer.allocate(whole.limit() + 8);
        routed.put(whole.duplicate().limit(20)).put(new byte[] {(byte) 131, 7, 4, 10, 0, 0, 1, 0});
        routed.put(whole.duplicate().position(20)).rewind();
        routed.put(0, (byte) 0x47).putShort(2, (short) routed.limit());
        assertThat(lab.route(lab.anna, routed)).isEmpty();
    }

    @Test
    void inTheLongRunNothingIsAllocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Router<Peer> router = silentRouter();
        ByteBuffer packet = ByteBuffer.allocate(64);
        ByteBuffer template = Segments.udp(ANNA, 1, "198.18.2.10", 161);
        run(router, packet, template, 20_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        run(router, packet, template, 50_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).as("octets for 50,000 packets").isLessThan(20_000);
    }

    /// Each packet opens a flow; the table is full all the time. Not so fast that its sender had
    /// opened its share within a second.
    private void run(Router<Peer> router, ByteBuffer packet, ByteBuffer template, int packets) {
        for (int i = 0; i < packets; i++) {
            packet.clear().put(0, template, 0, template.limit()).limit(template.limit());
            packet.putShort(20, (short) i);
            now += 50_000_000;
            router.route(now, lab.anna, packet);
        }
    }

    private Router<Peer> silentRouter() {
        Router<Peer> router =
                new Router<>(
                        lab.drops,
                        new Router.Egress<>() {
                            @Override
                            public void accepted(Peer sender, ByteBuffer packet) {}

                            @Override
                            public void send(Peer target, ByteBuffer packet) {}
                        },
                        new FlowTable<>(256, 3),
                        new FragmentTable<>(64, 3));
        router.install(lab.routes());
        return router;
    }

    private static ByteBuffer damage(Random random, ByteBuffer good) {
        ByteBuffer packet = ByteBuffer.allocate(good.limit() + 8).put(good.duplicate()).flip();
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            packet.put(random.nextInt(packet.limit()), (byte) random.nextInt(256));
        }
        if (random.nextInt(3) == 0) {
            packet.limit(random.nextInt(packet.limit() + 1));
            if (packet.limit() > 20 && random.nextBoolean()) {
                packet.putShort(2, (short) packet.limit());
            }
        }
        return packet;
    }

    private static void isRight(Sent one) {
        String destination = Segments.destination(one.packet());
        boolean right =
                one.to().equals("anna")
                        ? destination.equals(ANNA) || destination.startsWith("fd00:5:6:7:")
                        : destination.startsWith("192.168.1.")
                                || destination.startsWith("100.64.0.1")
                                || destination.startsWith("fd99:1:")
                                || destination.startsWith("fd00:5:6:7:");
        assertThat(right).as("%s got %s", one.to(), destination).isTrue();
    }
}
