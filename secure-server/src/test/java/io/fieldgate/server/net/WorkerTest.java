package io.fieldgate.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import io.fieldgate.server.support.Eventually;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/// Sockets and workers, with a handler that sends every packet back.
@ParameterizedClass
@CsvSource({"AUTO,1", "AUTO,3", "NIO,3"})
class WorkerTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final DropCounters drops = new DropCounters();
    private final EventLog log = new EventLog(System.out, InstantSource.system());
    private final List<TcpConnection> disconnected = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private final List<Integer> takenBy = new CopyOnWriteArrayList<>();
    private volatile int copies = 1;
    private volatile boolean asks;
    private final AtomicInteger refused = new AtomicInteger();
    private final UdpKind kind;
    private final int workers;
    private VpnSockets listening;
    private Workers running;

    WorkerTest(UdpKind kind, int workers) {
        this.kind = kind;
        this.workers = workers;
    }

    @BeforeEach
    void start() throws Exception {
        listening = VpnSockets.open(0, workers);
        running = Workers.of(listening, drops, log, kind);
        running.start(Echo::new, () -> {});
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        running.stop();
    }

    @Test
    void datagramsComeAndGoOverIpv4AndIpv6() throws Exception {
        for (String loopback : List.of("127.0.0.1", "::1")) {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.setSoTimeout(5000);
                byte[] packet = {1, 2, 3};
                InetSocketAddress server =
                        new InetSocketAddress(InetAddress.getByName(loopback), listening.port());
                socket.send(new DatagramPacket(packet, packet.length, server));
                DatagramPacket answer = new DatagramPacket(new byte[10], 10);
                socket.receive(answer);
                assertThat(answer.getLength()).isEqualTo(3);
            }
        }
    }

    @Test
    void theAddressThatWasDialledAnswers() throws Exception {
        InetAddress second = InetAddress.ofLiteral("127.0.0.2");
        running.stop();
        listening = VpnSockets.open(0, workers, List.of(second));
        running = Workers.of(listening, drops, log, kind);
        running.start(Echo::new, () -> {});
        for (String dialled : List.of("127.0.0.1", "127.0.0.2", "127.0.0.3")) {
            boolean own = !dialled.equals("127.0.0.3");
            try (DatagramSocket socket =
                    new DatagramSocket(
                            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
                socket.setSoTimeout(5000);
                byte[] packet = {1, 2, 3};
                InetAddress to = InetAddress.ofLiteral(dialled);
                socket.send(new DatagramPacket(packet, packet.length, to, listening.port()));
                DatagramPacket answer = new DatagramPacket(new byte[10], 10);
                socket.receive(answer);
                assertThat(answer.getAddress().equals(to)).as(dialled).isEqualTo(own);
            }
        }
    }

    @Test
    void dataGoesToTheWorkerOfItsPeerIdAndAllElseToTheFirst() throws Exception {
        int count = running.count();
        assertThat(count).isEqualTo(kind == UdpKind.NIO ? 1 : workers);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(5000);
            socket.connect(InetAddress.getLoopbackAddress(), listening.port());
            byte[][] packets = {
                {9 << 3, 0, 0, 0, 1},
                {9 << 3 | 5, 0, 0, 1, 1},
                {9 << 3 | 7, 0, 1, 1, 1},
                {9 << 3, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1},
                {6 << 3, 0, 0, 1, 1},
                {8 << 3, 0, 0, 1, 1},
                {9 << 3, 0, 1}
            };
            int[] ids = {0, 1, 257, 0xffffff, 0, 0, 0};
            for (int i = 0; i < packets.length; i++) {
                socket.send(new DatagramPacket(packets[i], packets[i].length));
                DatagramPacket answer = new DatagramPacket(new byte[10], 10);
                socket.receive(answer);
                assertThat(answer.getLength()).isEqualTo(packets[i].length);
                assertThat(takenBy.getLast()).as("packet " + i).isEqualTo(ids[i] % count);
            }
        }
    }

    @Test
    void aTakenPortIsNoticedWhereAnAddressHasASocketOfItsOwn() throws Exception {
        List<InetAddress> each = List.of(InetAddress.ofLiteral("127.0.0.2"));
        try (VpnSockets first = VpnSockets.open(0, workers, each)) {
            assertThatThrownBy(() -> VpnSockets.open(first.port(), workers, each))
                    .isInstanceOf(PortUnavailableException.class);
            assertThatThrownBy(
                            () -> {
                                try (DatagramSocket other = new DatagramSocket(null)) {
                                    other.setReuseAddress(true);
                                    other.bind(
                                            new InetSocketAddress(each.getFirst(), first.port()));
                                }
                            })
                    .isInstanceOf(BindException.class);
        }
    }

    @Test
    void framesAreFoundHoweverTheStreamIsCut() throws Exception {
        Socket socket = connect();
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        for (byte b : new byte[] {0, 3, 1, 2, 3, 0, 1, 9, 0, 2}) {
            out.write(b);
            out.flush();
        }
        out.write(new byte[] {7, 8});
        assertThat(frame(in)).containsExactly(1, 2, 3);
        assertThat(frame(in)).containsExactly(9);
        assertThat(frame(in)).containsExactly(7, 8);
    }

    @Test
    void aFrameOfNoLengthOrTooMuchClosesTheConnection() throws Exception {
        for (int length : new int[] {0, TcpConnection.MAX_FRAME + 1, 65535}) {
            Socket socket = connect();
            new DataOutputStream(socket.getOutputStream()).writeShort(length);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(drops.of(DropReason.TCP_FRAME_INVALID)).isEqualTo(3);
    }

    @Test
    void theLongestFrameComesThrough() throws Exception {
        Socket socket = connect();
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeShort(TcpConnection.MAX_FRAME);
        out.write(new byte[TcpConnection.MAX_FRAME]);
        assertThat(frame(new DataInputStream(socket.getInputStream())))
                .hasSize(TcpConnection.MAX_FRAME);
    }

    @Test
    void aPeerThatDoesNotReadLosesDataAndNobodyElseWaits() throws Exception {
        copies = 100;
        Socket slow = connect();
        DataOutputStream out = new DataOutputStream(slow.getOutputStream());
        for (int i = 0; i < 200; i++) {
            out.writeShort(2000);
            out.write(new byte[2000]);
        }
        Eventually.that("data is dropped", SOON, () -> drops.of(DropReason.TCP_QUEUE_FULL) > 100);
        copies = 1;
        Socket other = connect();
        new DataOutputStream(other.getOutputStream()).write(new byte[] {0, 1, 5});
        assertThat(frame(new DataInputStream(other.getInputStream()))).containsExactly(5);
        assertThat(disconnected).isEmpty();
        assertThat(frame(new DataInputStream(slow.getInputStream()))).hasSize(2000);
    }

    @Test
    void whatWasAskedForFirstIsNotDropped() throws Exception {
        copies = 100;
        asks = true;
        DataOutputStream out = new DataOutputStream(connect().getOutputStream());
        for (int i = 0; i < 200; i++) {
            out.writeShort(2000);
            out.write(new byte[2000]);
        }
        Eventually.that("data is refused", SOON, () -> refused.get() > 100);
        assertThat(drops.of(DropReason.TCP_QUEUE_FULL)).isZero();
    }

    @Test
    void theOldestSilentConnectionMakesRoomForANewOne() throws Exception {
        for (int i = 0; i < TcpPort.Limits.DEFAULT.unauthenticated(); i++) {
            connect();
        }
        Socket oldest = sockets.getFirst();
        connect();
        oldest.setSoTimeout(5000);
        assertThat(oldest.getInputStream().read()).isEqualTo(-1);
        assertThat(drops.of(DropReason.TOO_MANY_CONNECTIONS)).isEqualTo(1);
        Socket newest = sockets.getLast();
        new DataOutputStream(newest.getOutputStream()).write(new byte[] {0, 1, 5});
        assertThat(frame(new DataInputStream(newest.getInputStream()))).containsExactly(5);
    }

    @Test
    void aClosedConnectionIsToldOnce() throws Exception {
        connect().close();
        Eventually.that("told", SOON, () -> disconnected.size() == 1);
    }

    @Test
    void aTakenPortIsSaidWithItsNumber() throws Exception {
        try (VpnSockets second = VpnSockets.open(listening.port(), workers)) {
            throw new AssertionError("opened twice: " + second.port());
        } catch (PortUnavailableException taken) {
            assertThat(taken).hasMessageStartingWith("UDP port " + listening.port() + " is in use");
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listening.port());
        socket.setSoTimeout(5000);
        sockets.add(socket);
        return socket;
    }

    private static byte[] frame(DataInputStream in) throws IOException {
        byte[] packet = new byte[in.readUnsignedShort()];
        in.readFully(packet);
        return packet;
    }

    private final class Echo implements PacketHandler {
        private final int index;

        Echo(int index) {
            this.index = index;
        }

        @Override
        public void datagram(
                long nowNanos, DatagramSender port, InetSocketAddress from, ByteBuffer packet) {
            takenBy.add(index);
            port.at(index).send(packet, from);
        }

        @Override
        public void frame(long nowNanos, TcpConnection connection, ByteBuffer packet) {
            for (int i = 0; i < copies; i++) {
                if (asks && !connection.takesData(packet.remaining())) {
                    refused.incrementAndGet();
                } else {
                    connection.send(packet.duplicate(), true);
                }
            }
        }

        @Override
        public void disconnected(long nowNanos, TcpConnection connection) {
            disconnected.add(connection);
        }

        @Override
        public long runDue(long nowNanos) {
            return nowNanos + 1_000_000_000L;
        }
    }
}
