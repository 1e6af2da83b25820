package io.fieldgate.openvpn;

import io.fieldgate.openvpn.wire.TcpFraming;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/// A shell around one client session with a real socket, for tests with a real server. One thread
/// does everything.
final class LoopbackClient implements ClientSession.Output, AutoCloseable {
    final List<ClientEvent> events = new CopyOnWriteArrayList<>();
    final List<ByteBuffer> delivered = new CopyOnWriteArrayList<>();
    final Map<DropReason, Integer> drops = new ConcurrentHashMap<>();

    private final InetSocketAddress remote;
    private final Selector selector = Selector.open();
    private final ByteChannel channel;
    private final boolean tcp;
    private final ClientSession session;
    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    private final Thread loop = new Thread(this::run, "loopback-client");
    private volatile boolean running = true;

    LoopbackClient(ClientConfig config) throws IOException {
        this.remote = config.remote();
        this.tcp = config.transport() == Transport.TCP;
        this.channel = tcp ? connectTcp(remote) : connectUdp(remote);
        SelectableChannel selectable = (SelectableChannel) channel;
        selectable.configureBlocking(false);
        selectable.register(selector, SelectionKey.OP_READ);
        this.session =
                ClientSession.create(
                        config,
                        new SecureRandom(),
                        System.nanoTime(),
                        System.currentTimeMillis() / 1000);
        loop.start();
    }

    /// What a test does to the session, on the session's thread.
    interface Command {
        void run(ClientSession session, long nowNanos, ClientSession.Output output);
    }

    void run(Command command) {
        commands.add(() -> command.run(session, System.nanoTime(), this));
        selector.wakeup();
    }

    <E extends ClientEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// A server may ping before it has sent the settings; that is dropped.
    Map<DropReason, Integer> dropsOnceUp() {
        Map<DropReason, Integer> later = new EnumMap<>(DropReason.class);
        later.putAll(drops);
        later.remove(DropReason.NOT_ADMITTED);
        return later;
    }

    ClientEvent.Established awaitUp(StockServer server) {
        await(server, "session", () -> !events(ClientEvent.Established.class).isEmpty());
        return events(ClientEvent.Established.class).getFirst();
    }

    ClientEnd awaitEnd(StockServer server) {
        await(server, "end", () -> !events(ClientEvent.Closed.class).isEmpty());
        return events(ClientEvent.Closed.class).getFirst().end();
    }

    void await(StockServer server, String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(
                        "no %s:%n%s%n%s%n%s"
                                .formatted(what, events, drops, String.join("\n", server.log)));
            }
            StockServer.pause();
        }
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
        channel.close();
        selector.close();
    }

    private static DatagramChannel connectUdp(InetSocketAddress remote) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.connect(remote);
        return channel;
    }

    private static SocketChannel connectTcp(InetSocketAddress remote) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(remote);
        return channel;
    }

    private void run() {
        while (running) {
            try {
                selector.select(20);
                selector.selectedKeys().clear();
                readAll();
            } catch (IOException e) {
                session.close(System.nanoTime(), String.valueOf(e), this);
            }
            for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
                command.run();
            }
            long now = System.nanoTime();
            if (session.nextDeadline() != Long.MAX_VALUE && session.nextDeadline() - now <= 0) {
                session.tick(now, this);
            }
        }
    }

    private void readAll() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        if (tcp) {
            readStream();
            return;
        }
        buffer.clear();
        while (channel.read(buffer) > 0) {
            session.receive(System.nanoTime(), remote, buffer.flip(), this);
            buffer.clear();
        }
    }

    private void readStream() throws IOException {
        int read = channel.read(buffer);
        buffer.flip();
        for (int length = TcpFraming.next(buffer); length > 0; length = TcpFraming.next(buffer)) {
            ByteBuffer packet = buffer.slice(buffer.position(), length);
            buffer.position(buffer.position() + length);
            session.receive(System.nanoTime(), remote, packet, this);
        }
        buffer.compact();
        if (read < 0) {
            channel.close();
            session.close(System.nanoTime(), "connection closed", this);
        }
    }

    @Override
    public void transmit(ByteBuffer packet) {
        try {
            if (!tcp) {
                channel.write(packet);
                return;
            }
            ByteBuffer frame = ByteBuffer.allocate(2 + packet.remaining());
            TcpFraming.writeHeader(frame, packet.remaining());
            frame.put(packet).flip();
            while (frame.hasRemaining() && channel.isOpen()) {
                channel.write(frame);
            }
        } catch (IOException e) {
            commands.add(() -> session.close(System.nanoTime(), String.valueOf(e), this));
        }
    }

    @Override
    public void deliver(ByteBuffer ipPacket) {
        delivered.add(ByteBuffer.allocate(ipPacket.remaining()).put(ipPacket).flip());
    }

    @Override
    public void report(ClientEvent event) {
        events.add(event);
    }

    @Override
    public void compute(Runnable tlsTask) {
        commands.add(() -> {
            tlsTask.run();
            session.resume(System.nanoTime(), this);
        });
    }

    @Override
    public void drop(DropReason reason) {
        drops.merge(reason, 1, Integer::sum);
    }
}
