package io.fieldgate.openvpn;

import io.fieldgate.openvpn.data.DataHeader;
import io.fieldgate.openvpn.wire.Opcode;
import io.fieldgate.openvpn.wire.TcpFraming;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A shell around gate and sessions on loopback, UDP and TCP on one port, for tests with real
/// clients. One thread owns everything; TLS tasks run on another.
public final class LoopbackServer implements AutoCloseable {
    /// What the owner says when a peer is authenticated.
    public interface Owner {
        void decide(
                Event.PeerAuthenticating question,
                ServerSession session,
                long nowNanos,
                Session.Output output);

        /// What it says to the answer of the peer's user.
        default void judge(
                Event.ChallengeAnswered answer,
                ServerSession session,
                long nowNanos,
                Session.Output output) {}
    }

    /// Sees all that goes into gate and sessions, on the server's thread.
    public interface Witness {
        Witness NONE = new Witness() {};

        default void packet(
                long nowNanos,
                long unixSeconds,
                Transport transport,
                InetSocketAddress from,
                ByteBuffer packet) {}

        default void resumed(long nowNanos) {}

        /// The peer has closed its TCP connection.
        default void hungUp(long nowNanos) {}
    }

    public final List<Event> events = new CopyOnWriteArrayList<>();
    public final List<ByteBuffer> delivered = new CopyOnWriteArrayList<>();
    public final Map<DropReason, Integer> drops = new ConcurrentHashMap<>();
    public final AtomicInteger dataPackets = new AtomicInteger();

    /// The share of datagrams that get lost, each way.
    volatile double loss;

    private final Selector selector;
    private final DatagramChannel udp;
    private final ServerSocketChannel tcp;
    private final ServerGate gate;
    private final Owner owner;
    private final Witness witness;
    private final List<Connected> sessions = new ArrayList<>();
    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final ExecutorService tasks = Executors.newSingleThreadExecutor();
    private final Thread loop = new Thread(this::run, "loopback-server");
    private volatile boolean running = true;

    LoopbackServer(ServerConfig config, Owner owner) throws IOException {
        this(config, owner, new SecureRandom(), InetAddress.ofLiteral("127.0.0.1"), Witness.NONE);
    }

    public LoopbackServer(
            ServerConfig config,
            Owner owner,
            RandomGenerator random,
            InetAddress loopback,
            Witness witness)
            throws IOException {
        this.owner = owner;
        this.witness = witness;
        this.gate = ServerGate.create(config, random);
        selector = Selector.open();
        tcp = ServerSocketChannel.open();
        tcp.bind(new InetSocketAddress(loopback, 0));
        tcp.configureBlocking(false);
        tcp.register(selector, SelectionKey.OP_ACCEPT);
        udp = DatagramChannel.open();
        udp.bind(new InetSocketAddress(loopback, port()));
        udp.configureBlocking(false);
        udp.register(selector, SelectionKey.OP_READ);
        loop.start();
    }

    public int port() throws IOException {
        return ((InetSocketAddress) tcp.getLocalAddress()).getPort();
    }

    /// The peer id for the session whose output this is.
    public static int peerId(Session.Output output) {
        return ((Connected) output).peerId;
    }

    /// Runs on the server's thread for each live session.
    public void forEachSession(SessionCommand command) {
        commands.add(() -> {
            for (Connected connected : List.copyOf(sessions)) {
                command.run(connected.session, System.nanoTime(), connected);
            }
        });
        selector.wakeup();
    }

    public interface SessionCommand {
        void run(ServerSession session, long nowNanos, Session.Output output);
    }

    @Override
    public void close() throws IOException {
        running = false;
        selector.wakeup();
        try {
            loop.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tasks.shutdownNow();
        udp.close();
        tcp.close();
        selector.close();
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        while (running) {
            try {
                selector.select(50);
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.channel().equals(udp)) {
                        readUdp(buffer);
                    } else if (key.isAcceptable()) {
                        accept();
                    } else {
                        readTcp((SocketChannel) key.channel(), (ByteBuffer) key.attachment());
                    }
                }
                selector.selectedKeys().clear();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
                command.run();
            }
            long now = System.nanoTime();
            for (Connected connected : List.copyOf(sessions)) {
                if (connected.session.nextDeadline() - now <= 0) {
                    connected.session.tick(now, connected);
                }
            }
        }
    }

    private void readUdp(ByteBuffer buffer) throws IOException {
        while (true) {
            buffer.clear();
            InetSocketAddress from = (InetSocketAddress) udp.receive(buffer);
            if (from == null) {
                return;
            }
            if (!isLost()) {
                dispatch(Transport.UDP, from, null, buffer.flip());
            }
        }
    }

    private boolean isLost() {
        return ThreadLocalRandom.current().nextDouble() < loss;
    }

    private void accept() throws IOException {
        SocketChannel channel = tcp.accept();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(1 << 16));
    }

    private void readTcp(SocketChannel channel, ByteBuffer stream) throws IOException {
        InetSocketAddress from = (InetSocketAddress) channel.getRemoteAddress();
        int read = readSome(channel, stream);
        stream.flip();
        for (int length = TcpFraming.next(stream); length > 0; length = TcpFraming.next(stream)) {
            ByteBuffer packet = stream.slice(stream.position(), length);
            stream.position(stream.position() + length);
            dispatch(Transport.TCP, from, channel, packet);
        }
        stream.compact();
        if (read < 0) {
            channel.close();
            witness.hungUp(System.nanoTime());
            for (Connected connected : List.copyOf(sessions)) {
                if (channel.equals(connected.channel)) {
                    connected.session.close(System.nanoTime(), "connection closed", connected);
                }
            }
        }
    }

    /// A client that is killed may reset the connection.
    private static int readSome(SocketChannel channel, ByteBuffer stream) {
        try {
            return channel.read(stream);
        } catch (IOException reset) {
            return -1;
        }
    }

    private void dispatch(
            Transport transport,
            InetSocketAddress from,
            @Nullable SocketChannel channel,
            ByteBuffer packet)
            throws IOException {
        long now = System.nanoTime();
        long unixSeconds = System.currentTimeMillis() / 1000;
        witness.packet(now, unixSeconds, transport, from, packet.duplicate());
        Connected known = find(transport, from, packet);
        if (known != null) {
            known.session.receive(now, from, packet, known);
            return;
        }
        switch (gate.receive(now, unixSeconds, from, transport, packet)) {
            case ServerGate.Verdict.Dropped(DropReason reason) ->
                    drops.merge(reason, 1, Integer::sum);
            case ServerGate.Verdict.Reply(ByteBuffer reply) -> udp.send(reply, from);
            case ServerGate.Verdict.Accepted(ServerSession session) -> {
                Connected connected = new Connected(session, channel);
                sessions.add(connected);
                session.receive(now, from, packet, connected);
            }
        }
    }

    private @Nullable Connected find(
            Transport transport, InetSocketAddress from, ByteBuffer packet) {
        boolean data =
                packet.remaining() > 4 && (packet.get(0) & 0xff) >>> 3 == Opcode.DATA_V2.code();
        dataPackets.addAndGet(data ? 1 : 0);
        for (Connected connected : sessions) {
            boolean matches =
                    data
                            ? connected.peerId == DataHeader.peerId(packet)
                            : packet.remaining() >= 9
                                    && connected.session.transport() == transport
                                    && connected.session.remote().equals(from)
                                    && connected.session.remoteSessionId() == packet.getLong(1);
            if (matches) {
                return connected;
            }
        }
        return null;
    }

    /// A session and where its output goes.
    private final class Connected implements Session.Output {
        final ServerSession session;
        final @Nullable SocketChannel channel;
        final int peerId = 5 + sessions.size();

        Connected(ServerSession session, @Nullable SocketChannel channel) {
            this.session = session;
            this.channel = channel;
        }

        @Override
        public void transmit(ByteBuffer packet) {
            try {
                if (channel == null) {
                    if (!isLost()) {
                        udp.send(packet, session.remote());
                    }
                    return;
                }
                ByteBuffer frame = ByteBuffer.allocate(2 + packet.remaining());
                TcpFraming.writeHeader(frame, packet.remaining());
                frame.put(packet).flip();
                while (frame.hasRemaining() && channel.isOpen()) {
                    channel.write(frame);
                }
            } catch (IOException e) {
                events.add(new Event.Closed(CloseReason.CLOSED, String.valueOf(e)));
            }
        }

        @Override
        public void deliver(ByteBuffer ipPacket) {
            delivered.add(ByteBuffer.allocate(ipPacket.remaining()).put(ipPacket).flip());
        }

        @Override
        public void report(Event event) {
            events.add(event);
            switch (event) {
                case Event.PeerAuthenticating question ->
                        owner.decide(question, session, System.nanoTime(), this);
                case Event.Closed _ -> sessions.remove(this);
                case Event.ChallengeAnswered answer ->
                        owner.judge(answer, session, System.nanoTime(), this);
                case Event.Established _, Event.Rekeyed _, Event.Floated _ -> {}
            }
        }

        @Override
        public void compute(Runnable tlsTask) {
            tasks.execute(() -> {
                tlsTask.run();
                commands.add(this::resume);
                selector.wakeup();
            });
        }

        private void resume() {
            long now = System.nanoTime();
            witness.resumed(now);
            session.resume(now, this);
        }

        @Override
        public void drop(DropReason reason) {
            drops.merge(reason, 1, Integer::sum);
        }
    }
}
