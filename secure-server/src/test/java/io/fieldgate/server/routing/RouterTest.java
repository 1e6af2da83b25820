package io.fieldgate.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouterTest {
    private static final Prefix NETWORK = Prefix.ipv4(100 << 24 | 64 << 16, 18);

    private final Peer client = new Peer("client", PeerKind.CLIENT);
    private final Peer secondClient = new Peer("second client", PeerKind.CLIENT);
    private final Peer node = new Peer("node", PeerKind.NODE);
    private final Peer secondNode = new Peer("second node", PeerKind.NODE);
    private final List<Sent> sent = new ArrayList<>();
    private final DropCounters drops = new DropCounters();
    private final Router<Peer> router =
            new Router<>(
                    drops,
                    new Router.Egress<>() {
                        @Override
                        public void accepted(Peer sender, ByteBuffer packet) {}

                        @Override
                        public void send(Peer target, ByteBuffer packet) {
                            byte[] copy = new byte[packet.remaining()];
                            packet.get(packet.position(), copy);
                            sent.add(new Sent(target.name, ByteBuffer.wrap(copy)));
                        }
                    },
                    1);

    @BeforeEach
    void install() {
        use(RoutingMode.ONE_TO_MANY);
    }

    @Test
    void aClientReachesADeviceBehindANodeAndTheDeviceTheClient() {
        route(client, Packets.ipv4("100.64.0.2", "192.168.1.10", 64));
        route(node, Packets.ipv4("192.168.1.10", "100.64.0.2", 64));
        assertThat(sent).extracting(Sent::to).containsExactly("node", "client");
        ByteBuffer forwarded = sent.getFirst().packet();
        assertThat(forwarded.get(8)).isEqualTo((byte) 63);
        assertThat(IpPacket.checksum(forwarded, 0, 20)).isZero();
    }

    @Test
    void theHeaderChecksumStaysRightForEveryTimeToLive() {
        for (int ttl = 2; ttl < 256; ttl++) {
            sent.clear();
            route(client, Packets.ipv4("100.64.0.2", "192.168.1." + ttl, ttl));
            assertThat(IpPacket.checksum(sent.getFirst().packet(), 0, 20))
                    .as("ttl %d", ttl)
                    .isZero();
        }
    }

    @Test
    void aSourceThatIsNotThePeersOwnIsDropped() {
        route(client, Packets.ipv4("100.64.0.3", "192.168.1.10", 64)); // another client's
        route(client, Packets.ipv4("192.168.1.10", "192.168.1.11", 64)); // a device's
        route(client, Packets.ipv4("8.8.8.8", "192.168.1.10", 64)); // nobody's
        route(node, Packets.ipv4("192.168.2.1", "100.64.0.2", 64)); // another node's device
        route(node, Packets.ipv4("100.64.0.1", "100.64.0.2", 64)); // the gateway's
        assertThat(sent).isEmpty();
        assertThat(drops.of(DropReason.SPOOFED_SOURCE)).isEqualTo(5);
    }

    @Test
    void nodesDoNotReachEachOtherInOneToMany() {
        route(node, Packets.ipv4("192.168.1.10", "192.168.2.10", 64));
        route(node, Packets.ipv4("100.64.0.4", "100.64.0.5", 64));
        route(client, Packets.ipv4("100.64.0.2", "100.64.0.3", 64));
        assertThat(drops.of(DropReason.FORBIDDEN_BY_MODE)).isEqualTo(3);
        assertThat(sent).extracting(Sent::to).containsExactly("node", "node", "client");
        assertThat(sent).allSatisfy(answer -> assertThat(icmp(answer)).isEqualTo("3/13"));
    }

    @Test
    void nodesReachEachOtherInManyToMany() {
        use(RoutingMode.MANY_TO_MANY);
        route(node, Packets.ipv4("192.168.1.10", "192.168.2.10", 64));
        route(client, Packets.ipv4("100.64.0.2", "100.64.0.3", 64));
        assertThat(sent.getFirst().to()).isEqualTo("second node");
        assertThat(drops.of(DropReason.FORBIDDEN_BY_MODE)).isEqualTo(1);
    }

    @Test
    void theGatewayAnswersEchoRequestsAndNothingElse() {
        route(client, Packets.echoRequest("100.64.0.2", "100.64.0.1"));
        route(client, Packets.ipv4("100.64.0.2", "100.64.0.1", 64));
        assertThat(sent).hasSize(1);
        ByteBuffer reply = sent.getFirst().packet();
        assertThat(icmp(sent.getFirst())).isEqualTo("0/0");
        assertThat(IpPacket.source(reply)).isEqualTo(Packets.address("100.64.0.1"));
        assertThat(IpPacket.destination(reply)).isEqualTo(Packets.address("100.64.0.2"));
        assertThat(IpPacket.checksum(reply, 20, reply.limit() - 20)).isZero();
        assertThat(IpPacket.checksum(reply, 0, 20)).isZero();
        assertThat(drops.of(DropReason.NO_SUCH_SERVICE)).isEqualTo(1);
    }

    @Test
    void whatCannotBeDeliveredIsAnsweredWithTheRightError() {
        node.connected = false;
        route(client, Packets.ipv4("100.64.0.2", "192.168.1.10", 64));
        route(client, Packets.ipv4("100.64.0.2", "172.16.0.1", 64));
        node.connected = true;
        route(client, Packets.ipv4("100.64.0.2", "192.168.1.10", 1));
        assertThat(sent).extracting(RouterTest::icmp).containsExactly("3/1", "3/0", "11/0");
        assertThat(sent).extracting(Sent::to).containsOnly("client");
        ByteBuffer error = sent.getFirst().packet();
        assertThat(IpPacket.checksum(error, 20, error.limit() - 20)).isZero();
        assertThat(IpPacket.source(error)).isEqualTo(Packets.address("100.64.0.1"));
    }

    @Test
    void errorsAreNotAnsweredWithErrorsAndAreBoundedInNumber() {
        byte[] unreachable = {3, 1, 0, 0, 0, 0, 0, 0};
        route(client, Packets.ipv4("100.64.0.2", "172.16.0.1", 64, 1, unreachable));
        assertThat(sent).isEmpty();
        for (int i = 0; i < 1000; i++) {
            route(client, Packets.ipv4("100.64.0.2", "172.16.0.1", 64));
        }
        assertThat(sent).hasSizeBetween(1, 200);
        assertThat(drops.of(DropReason.NO_ROUTE)).isEqualTo(1001);
    }

    @Test
    void multicastAndBroadcastGoNowhere() {
        route(client, Packets.ipv4("100.64.0.2", "224.0.0.251", 64));
        route(client, Packets.ipv4("100.64.0.2", "255.255.255.255", 64));
        route(client, Packets.ipv4("100.64.0.2", "100.64.63.255", 64));
        route(client, Packets.ipv4("100.64.0.2", "127.0.0.1", 64));
        assertThat(sent).isEmpty();
        assertThat(drops.of(DropReason.NOT_UNICAST)).isEqualTo(4);
    }

    @Test
    void ipv6IsRoutedByTheSameRules() {
        route(node, Packets.ipv6("fd00:1::7", "fd00:2::1", 64));
        assertThat(drops.of(DropReason.FORBIDDEN_BY_MODE)).isEqualTo(1);
        route(client, Packets.ipv6("fd00:1::7", "fd00:1::8", 64));
        assertThat(drops.of(DropReason.SPOOFED_SOURCE)).isEqualTo(1);
        use(RoutingMode.MANY_TO_MANY);
        route(node, Packets.ipv6("fd00:1::7", "fd00:2::1", 64));
        assertThat(sent).extracting(Sent::to).containsExactly("second node");
        assertThat(sent.getFirst().packet().get(7)).isEqualTo((byte) 63);
    }

    @Test
    void whatIsNoIpPacketIsDroppedAndNeverThrows() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            ByteBuffer packet = ByteBuffer.allocate(random.nextInt(80));
            random.nextBytes(packet.array());
            if (packet.capacity() > 0 && random.nextBoolean()) {
                packet.put(0, (byte) (random.nextBoolean() ? 0x45 : 0x60));
            }
            try {
                route(client, packet);
            } catch (RuntimeException defect) {
                throw new AssertionError("seed " + seed, defect);
            }
        }
        assertThat(sent).isEmpty();
    }

    @Test
    void whatFollowsThePacketIsCutOff() {
        ByteBuffer packet = Packets.ipv4("100.64.0.2", "192.168.1.10", 64);
        ByteBuffer padded = ByteBuffer.allocate(packet.limit() + 9).put(packet).rewind();
        route(client, padded);
        assertThat(sent.getFirst().packet().limit()).isEqualTo(36);
    }

    private void route(Peer sender, ByteBuffer packet) {
        router.route(1_000_000_000L, sender, packet);
    }

    private void use(RoutingMode mode) {
        List<RouteTable.Route<Peer>> routes =
                List.of(
                        to("100.64.0.2", client),
                        to("100.64.0.3", secondClient),
                        to("100.64.0.4", node),
                        to("100.64.0.5", secondNode),
                        to("192.168.1.0/24", node),
                        to("192.168.2.0/24", secondNode),
                        to("fd00:1::/64", node),
                        to("fd00:2::/64", secondNode));
        router.install(
                new Routes<>(
                        mode,
                        new VpnNetworks(NETWORK, Optional.empty()),
                        new RouteTable<>(routes)));
    }

    private static RouteTable.Route<Peer> to(String prefix, Peer peer) {
        return new RouteTable.Route<>(Prefix.parse(prefix).orElseThrow(), peer);
    }

    private static String icmp(Sent sent) {
        return sent.packet().get(20) + "/" + sent.packet().get(21);
    }

    private record Sent(String to, ByteBuffer packet) {}

    private static final class Peer implements RoutedPeer {
        private final String name;
        private final PeerKind kind;
        private boolean connected = true;

        Peer(String name, PeerKind kind) {
            this.name = name;
            this.kind = kind;
        }

        @Override
        public PeerKind kind() {
            return kind;
        }

        @Override
        public boolean isConnected() {
            return connected;
        }

        @Override
        public int mtu() {
            return 1500;
        }
    }
}
