package io.fieldgate.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs of datagrams through the kernel and back, over loopback.
class BatchedUdpPortTest {
    private final DropCounters drops = new DropCounters();
    private final EventLog log = new EventLog(System.out, InstantSource.system());
    private final List<byte[]> received = new ArrayList<>();
    private final List<InetSocketAddress> senders = new ArrayList<>();
    private DatagramChannel channel;
    private UdpIo port;

    @BeforeEach
    void open() throws Exception {
        channel = DatagramChannel.open();
        channel.configureBlocking(false);
        channel.bind(new InetSocketAddress(0));
        port = UdpKind.AUTO.ports(List.of(List.of(channel)), drops, log).getFirst().getFirst();
        assertThat(port).isInstanceOf(BatchedUdpPort.class);
    }

    @AfterEach
    void close() throws Exception {
        channel.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void runsArriveAsTheDatagramsThatTheyWere(String loopback) throws Exception {
        try (DatagramSocket peer = peer(loopback)) {
            InetSocketAddress to =
                    new InetSocketAddress(peer.getLocalAddress(), peer.getLocalPort());
            int[] lengths = {1200, 1200, 1200, 700, 1200, 1, 1, 1300, 1300};
            for (int i = 0; i < lengths.length; i++) {
                port.send(datagram(lengths[i], i), to);
            }
            port.flush();
            for (int i = 0; i < lengths.length; i++) {
                DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
                peer.receive(packet);
                assertThat(packet.getLength()).isEqualTo(lengths[i]);
                assertThat(packet.getData()[0]).isEqualTo((byte) i);
            }
        }
        assertThat(drops.byName()).isEmpty();
    }

    /// The sender's run stays one on its way through loopback, and is cut on receipt.
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void whatComesInAsOneIsHandedOutAsItWas(String loopback) throws Exception {
        InetAddress address = InetAddress.ofLiteral(loopback);
        InetSocketAddress own = (InetSocketAddress) channel.getLocalAddress();
        try (DatagramChannel other = DatagramChannel.open()) {
            other.configureBlocking(false);
            other.bind(new InetSocketAddress(address, 0));
            UdpIo sender =
                    UdpKind.AUTO.ports(List.of(List.of(other)), drops, log).getFirst().getFirst();
            for (int i = 0; i < 100; i++) {
                sender.send(
                        datagram(i == 99 ? 300 : 500, i),
                        new InetSocketAddress(address, own.getPort()));
            }
            sender.flush();
            while (received.size() < 100) {
                port.read(new Keeper());
            }
            for (int i = 0; i < 100; i++) {
                assertThat(received.get(i)).hasSize(i == 99 ? 300 : 500);
                assertThat(received.get(i)[0]).isEqualTo((byte) i);
            }
            assertThat(senders).allSatisfy(from -> assertThat(from).isSameAs(senders.getFirst()));
            assertThat(senders.getFirst())
                    .isEqualTo(other.getLocalAddress())
                    .hasToString(other.getLocalAddress().toString());
            assertThat(senders.getFirst().getAddress() instanceof Inet6Address)
                    .isEqualTo(loopback.equals("::1"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void whatCannotBeSentIsCountedAndTheRestIsSent(String loopback) throws Exception {
        try (DatagramSocket peer = peer(loopback)) {
            InetSocketAddress to =
                    new InetSocketAddress(peer.getLocalAddress(), peer.getLocalPort());
            port.send(datagram(10, 1), to);
            port.send(datagram(10, 2), new InetSocketAddress(InetAddress.ofLiteral(loopback), 0));
            port.send(datagram(65_535, 3), to);
            port.send(datagram(11, 4), to);
            port.flush();
            for (int expected : new int[] {1, 4}) {
                DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
                peer.receive(packet);
                assertThat(packet.getData()[0]).isEqualTo((byte) expected);
            }
        }
        assertThat(drops.of(DropReason.UDP_SEND_FAILED)).isEqualTo(2);
    }

    /// Runs of packets longer than the path allows are sent one by one, in fragments.
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1"})
    void packetsThatNeedFragmentsArrive(String loopback) throws Exception {
        try (DatagramSocket peer = peer(loopback)) {
            peer.setReceiveBufferSize(1 << 20);
            InetSocketAddress to =
                    new InetSocketAddress(peer.getLocalAddress(), peer.getLocalPort());
            port.send(datagram(30_000, 1), to);
            port.send(datagram(30_000, 2), to);
            port.send(datagram(20_000, 3), to);
            port.flush();
            for (int expected : new int[] {1, 2, 3}) {
                DatagramPacket packet = new DatagramPacket(new byte[40_000], 40_000);
                peer.receive(packet);
                assertThat(packet.getData()[0]).isEqualTo((byte) expected);
            }
        }
    }

    private static DatagramSocket peer(String loopback) throws Exception {
        DatagramSocket peer =
                new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(loopback), 0));
        peer.setSoTimeout(5000);
        return peer;
    }

    private static ByteBuffer datagram(int length, int first) {
        return ByteBuffer.allocate(length).put(0, (byte) first);
    }

    private final class Keeper implements PacketHandler {
        @Override
        public void datagram(
                long nowNanos, DatagramSender from, InetSocketAddress sender, ByteBuffer packet) {
            byte[] copy = new byte[packet.remaining()];
            packet.get(copy);
            received.add(copy);
            senders.add(sender);
        }

        @Override
        public void frame(long nowNanos, TcpConnection connection, ByteBuffer packet) {}

        @Override
        public void disconnected(long nowNanos, TcpConnection connection) {}

        @Override
        public long runDue(long nowNanos) {
            return nowNanos;
        }
    }
}
