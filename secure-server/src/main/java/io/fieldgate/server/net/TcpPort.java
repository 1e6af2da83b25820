package io.fieldgate.server.net;

import io.fieldgate.openvpn.wire.TcpFraming;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Accepts TCP connections and keeps those in bounds that have not authenticated. Owned by the
/// worker thread.
final class TcpPort {
    private static final int ACCEPTS_PER_TURN = 64;
    private static final int READ_BUFFER = 64 << 10;
    private static final int WRITE_BUFFER = 64 << 10;

    private final ServerSocketChannel listener;
    private final Selector selector;
    private final PacketHandler handler;
    private final DropCounters drops;
    private final Limits limits;
    private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BUFFER);

    /// Frames for one connection that wait to be written together.
    private final ByteBuffer out = ByteBuffer.allocateDirect(WRITE_BUFFER);

    private @Nullable TcpConnection outFor;

    /// Oldest first.
    private final Set<TcpConnection> unauthenticated = new LinkedHashSet<>();

    TcpPort(
            ServerSocketChannel listener,
            Selector selector,
            PacketHandler handler,
            DropCounters drops,
            Limits limits) {
        this.listener = listener;
        this.selector = selector;
        this.handler = handler;
        this.drops = drops;
        this.limits = limits;
    }

    /// Bounds on connections that have not authenticated.
    ///
    /// @param unauthenticated how many there may be; the oldest that has not sent a genuine packet
    ///   makes room for a new one
    /// @param handWindow how long one may take
    record Limits(int unauthenticated, Duration handWindow) {
        static final Limits DEFAULT = new Limits(512, Duration.ofSeconds(60));
    }

    void accept() throws IOException {
        for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
            SocketChannel channel = listener.accept();
            if (channel == null) {
                return;
            }
            if (makeRoom()) {
                register(channel);
            } else {
                drops.count(DropReason.TOO_MANY_CONNECTIONS);
                channel.close();
            }
        }
    }

    void ready(SelectionKey key) {
        TcpConnection connection = (TcpConnection) key.attachment();
        if (key.isValid() && key.isReadable()) {
            connection.read(in, handler);
        }
        if (key.isValid() && key.isWritable()) {
            connection.flush();
        }
    }

    /// Closes connections that took too long.
    ///
    /// @return when to look again
    long expire(long nowNanos) {
        long window = limits.handWindow().toNanos();
        List<TcpConnection> late = new ArrayList<>();
        long next = nowNanos + window;
        for (TcpConnection connection : unauthenticated) {
            long deadline = connection.openedAt() + window;
            if (deadline - nowNanos > 0) {
                next = deadline;
                break;
            }
            late.add(connection);
        }
        late.forEach(TcpConnection::close);
        return next;
    }

    /// Puts a packet's frame to those that will be written to this connection.
    void gather(TcpConnection connection, ByteBuffer packet) {
        if (outFor != connection || out.remaining() < 2 + packet.remaining()) {
            flush();
        }
        outFor = connection;
        TcpFraming.writeHeader(out, packet.remaining());
        out.put(packet);
    }

    /// Bytes that were gathered for this connection.
    int gathered(TcpConnection connection) {
        return outFor == connection ? out.position() : 0;
    }

    /// Writes what was gathered. To be called before the worker waits.
    void flush() {
        TcpConnection connection = outFor;
        if (connection != null) {
            outFor = null;
            boolean whole = connection.write(out.flip());
            out.clear();
            if (!whole) {
                connection.close(); // others may be told, over this port
            }
        }
    }

    /// Writes what was gathered for this connection.
    void flush(TcpConnection connection) {
        if (outFor == connection) {
            flush();
        }
    }

    void authenticated(TcpConnection connection) {
        unauthenticated.remove(connection);
    }

    void closed(TcpConnection connection) {
        unauthenticated.remove(connection);
        handler.disconnected(System.nanoTime(), connection);
    }

    private boolean makeRoom() {
        if (unauthenticated.size() < limits.unauthenticated()) {
            return true;
        }
        for (TcpConnection connection : unauthenticated) {
            if (!connection.isClaimed()) {
                drops.count(DropReason.TOO_MANY_CONNECTIONS);
                connection.close();
                return true;
            }
        }
        return false;
    }

    private void register(SocketChannel channel) throws IOException {
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            TcpConnection connection =
                    new TcpConnection(channel, key, remote, this, drops, System.nanoTime());
            key.attach(connection);
            unauthenticated.add(connection);
        } catch (IOException goneAlready) {
            channel.close();
        }
    }
}
