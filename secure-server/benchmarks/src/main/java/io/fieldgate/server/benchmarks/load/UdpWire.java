package io.fieldgate.server.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// A tunnel over UDP from a port of its own. Packets of equal length that are put aside together
/// leave as one call, which the kernel cuts into datagrams.
final class UdpWire implements Wire {
    /// So many datagrams of one call at most, as the kernel wants it.
    static final int MOST_SEGMENTS = 64;

    private static final int MOST_BYTES = 65_000;
    private static final int BUFFER = 4 << 20;
    private static final int READS = 64;

    private final int socket;
    private final Scratch scratch;
    private int segment;
    private int count;
    private int length;
    private int segmentSetting;

    UdpWire(InetSocketAddress local, InetSocketAddress remote, Scratch scratch) throws IOException {
        this.scratch = scratch;
        socket = Sockets.udp();
        Sockets.option(socket, Sockets.SOL_SOCKET, Sockets.SO_RCVBUFFORCE, BUFFER);
        Sockets.option(socket, Sockets.SOL_SOCKET, Sockets.SO_SNDBUFFORCE, BUFFER);
        Sockets.option(socket, Sockets.SOL_UDP, Sockets.UDP_GRO, 1);
        Sockets.bind(socket, local);
        Sockets.connect(socket, remote);
    }

    @Override
    public int descriptor() {
        return socket;
    }

    @Override
    public void append(ByteBuffer packet) {
        int size = packet.remaining();
        boolean fits = size == segment && count < MOST_SEGMENTS && length + size <= MOST_BYTES;
        if (count > 0 && !fits) {
            flush();
        }
        segment = size;
        scratch.outBytes.put(length, packet, packet.position(), size);
        length += size;
        count++;
    }

    @Override
    public void flush() {
        if (count == 0) {
            return;
        }
        if (count > 1 && segmentSetting != segment) {
            try {
                Sockets.option(socket, Sockets.SOL_UDP, Sockets.UDP_SEGMENT, segment);
            } catch (IOException impossible) {
                throw new IllegalStateException("this kernel has no UDP_SEGMENT", impossible);
            }
            segmentSetting = segment;
        } else if (count == 1 && segmentSetting != 0 && segment > segmentSetting) {
            singly();
        }
        Sockets.send(socket, scratch.out, length);
        count = 0;
        length = 0;
    }

    /// A datagram longer than those of the last run would be cut into pieces.
    private void singly() {
        try {
            Sockets.option(socket, Sockets.SOL_UDP, Sockets.UDP_SEGMENT, 0);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        segmentSetting = 0;
    }

    @Override
    public boolean isPending() {
        return false;
    }

    @Override
    public boolean receive(Consumer<ByteBuffer> sink) {
        for (int i = 0; i < READS; i++) {
            int received = (int) Sockets.receiveMessage(socket, scratch.message());
            if (received <= 0) {
                break;
            }
            int size = scratch.segment(received);
            for (int offset = 0; offset < received; offset += size) {
                int one = Math.min(size, received - offset);
                sink.accept(scratch.inBytes.limit(offset + one).position(offset));
            }
        }
        return true;
    }

    @Override
    public void close() {
        Sockets.close(socket);
    }
}
