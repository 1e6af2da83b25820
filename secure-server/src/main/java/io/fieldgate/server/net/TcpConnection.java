package io.fieldgate.server.net;

import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/// One TCP connection: frames of a 16-bit length and an OpenVPN packet, both ways. Owned by the
/// worker thread.
public final class TcpConnection {
    /// Longest packet that is taken. Stock programs send up to 1768.
    static final int MAX_FRAME = 2048;

    /// Data that waits for a slow peer; more is dropped, as a full network would.
    static final int MAX_QUEUED_DATA = 256 << 10;

    /// What keeps the line alive finds room beside data.
    private static final int SPARE = 4 << 10;

    /// Control packets may wait above that, but not without end.
    static final int MAX_QUEUED = MAX_QUEUED_DATA + (64 << 10);

    private static final int LENGTH = 2;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final InetSocketAddress remote;
    private final TcpPort port;
    private final DropCounters drops;
    private final long openedAt;
    private final byte[] partial = new byte[LENGTH + MAX_FRAME];
    private final Deque<ByteBuffer> queue = new ArrayDeque<>();
    private int partialLength;
    private int queuedBytes;
    private boolean claimed;
    private boolean authenticated;
    private boolean closing;
    private boolean closed;

    TcpConnection(
            SocketChannel channel,
            SelectionKey key,
            InetSocketAddress remote,
            TcpPort port,
            DropCounters drops,
            long openedAt) {
        this.channel = channel;
        this.key = key;
        this.remote = remote;
        this.port = port;
        this.drops = drops;
        this.openedAt = openedAt;
    }

    public InetSocketAddress remote() {
        return remote;
    }

    /// A genuine handshake has begun here; the connection is no longer among those that make room
    /// for others.
    public void claim() {
        claimed = true;
    }

    /// The peer has proven who it is; the connection may stay.
    public void authenticated() {
        authenticated = true;
        port.authenticated(this);
    }

    /// Whether there is room for data. To be asked before it is sealed: over TCP a peer takes a
    /// missing packet id for an attack, and stock OpenVPN dials in again.
    ///
    /// @param bytes of the payload
    public boolean takesData(int bytes) {
        return queuedBytes + port.gathered(this) + bytes + SPARE <= MAX_QUEUED_DATA;
    }

    /// Sends a packet together with those that follow soon ([TcpPort#flush]), or queues it while
    /// the peer is slow.
    ///
    /// @param isData whether the packet may be dropped
    public void send(ByteBuffer packet, boolean isData) {
        int length = packet.remaining();
        if (closed || closing || length == 0) {
            return;
        }
        int waiting = queuedBytes + port.gathered(this) + length;
        if (isData && waiting > MAX_QUEUED_DATA) {
            drops.count(DropReason.TCP_QUEUE_FULL);
            return;
        }
        if (waiting > MAX_QUEUED) {
            drops.count(DropReason.TCP_QUEUE_FULL);
            close();
            return;
        }
        if (queue.isEmpty()) {
            port.gather(this, packet);
        } else {
            ByteBuffer frame = ByteBuffer.allocate(LENGTH + length);
            enqueue(frame.putShort((short) length).put(packet).flip());
        }
    }

    /// Frames that were gathered for this connection: writes them, queues what the peer does not
    /// take.
    ///
    /// @return false if the connection is broken
    boolean write(ByteBuffer frames) {
        if (closed) {
            return true;
        }
        if (queue.isEmpty() && !tryWrite(frames)) {
            return false;
        }
        if (frames.hasRemaining()) {
            enqueue(ByteBuffer.allocate(frames.remaining()).put(frames).flip());
        }
        return true;
    }

    /// Closes when what is queued has been written.
    public void closeAfterFlush() {
        port.flush(this);
        closing = true;
        if (queue.isEmpty()) {
            close();
        }
    }

    /// Closes now.
    public void close() {
        if (!closed) {
            closed = true;
            queue.clear();
            key.cancel();
            try {
                channel.close();
            } catch (IOException alreadyBroken) {
                // The connection is gone either way.
                closing = true;
            }
            port.closed(this);
        }
    }

    boolean isClaimed() {
        return claimed;
    }

    boolean isAuthenticated() {
        return authenticated;
    }

    boolean isClosed() {
        return closed;
    }

    long openedAt() {
        return openedAt;
    }

    /// Reads what has come, at most one buffer, so that others get their turn.
    void read(ByteBuffer shared, PacketHandler handler) {
        shared.clear();
        shared.put(partial, 0, partialLength);
        try {
            if (channel.read(shared) < 0) {
                close();
                return;
            }
        } catch (IOException broken) {
            close();
            return;
        }
        shared.flip();
        split(shared, handler);
    }

    void flush() {
        while (!queue.isEmpty()) {
            ByteBuffer first = queue.getFirst();
            int before = first.remaining();
            if (!tryWrite(first)) {
                close();
                return;
            }
            queuedBytes -= before - first.remaining();
            if (first.hasRemaining()) {
                return;
            }
            queue.removeFirst();
        }
        if (closing) {
            close();
        } else {
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private void split(ByteBuffer shared, PacketHandler handler) {
        long now = System.nanoTime();
        int end = shared.limit();
        while (shared.remaining() >= LENGTH) {
            int length = shared.getShort(shared.position()) & 0xffff;
            if (length == 0 || length > MAX_FRAME) {
                drops.count(DropReason.TCP_FRAME_INVALID);
                close();
                return;
            }
            if (shared.remaining() < LENGTH + length) {
                break;
            }
            int start = shared.position() + LENGTH;
            handler.frame(now, this, shared.limit(start + length).position(start));
            if (closed) {
                return;
            }
            shared.limit(end).position(start + length);
        }
        partialLength = shared.remaining();
        shared.get(partial, 0, partialLength);
    }

    private boolean tryWrite(ByteBuffer frames) {
        try {
            channel.write(frames);
            return true;
        } catch (IOException broken) {
            return false;
        }
    }

    private void enqueue(ByteBuffer frames) {
        queue.addLast(frames);
        queuedBytes += frames.remaining();
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
}
