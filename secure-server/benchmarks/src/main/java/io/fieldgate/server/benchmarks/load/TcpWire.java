package io.fieldgate.server.benchmarks.load;

import io.fieldgate.openvpn.wire.TcpFraming;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// A tunnel over TCP. What the network does not take at once waits.
final class TcpWire implements Wire {
    private static final int BUFFER = 4 << 20;
    private static final int LARGEST = 1 << 17;
    private static final int READS = 16;

    private final int socket;
    private final Scratch scratch;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment waiting = arena.allocate(BUFFER);
    private final ByteBuffer out = waiting.asByteBuffer();
    private final ByteBuffer in = ByteBuffer.allocateDirect(LARGEST);
    private final ByteBuffer packet = in.duplicate();

    TcpWire(InetSocketAddress local, InetSocketAddress remote, Scratch scratch) throws IOException {
        this.scratch = scratch;
        socket = Sockets.tcp();
        Sockets.option(socket, Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY, 1);
        Sockets.bind(socket, local);
        Sockets.connect(socket, remote);
    }

    @Override
    public int descriptor() {
        return socket;
    }

    @Override
    public void append(ByteBuffer packet) {
        TcpFraming.writeHeader(out, packet.remaining());
        out.put(packet);
    }

    @Override
    public void flush() {
        while (out.position() > 0) {
            long sent = Sockets.send(socket, waiting, out.position());
            if (sent <= 0) {
                return;
            }
            out.flip().position((int) sent);
            out.compact();
        }
    }

    @Override
    public boolean isPending() {
        return out.position() > 0;
    }

    @Override
    public boolean receive(Consumer<ByteBuffer> sink) {
        for (int i = 0; i < READS; i++) {
            int room = Math.min(in.remaining(), (int) scratch.in.byteSize());
            long received = Sockets.receive(socket, scratch.in.asSlice(0, room));
            if (received <= 0) {
                return received < 0;
            }
            in.put(scratch.inBytes.limit((int) received).position(0)).flip();
            for (int size = TcpFraming.next(in); size > 0; size = TcpFraming.next(in)) {
                int start = in.position();
                in.position(start + size);
                sink.accept(packet.limit(start + size).position(start));
            }
            in.compact();
        }
        return true;
    }

    @Override
    public void close() {
        Sockets.close(socket);
        arena.close();
    }
}
