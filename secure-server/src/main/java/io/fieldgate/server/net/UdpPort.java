package io.fieldgate.server.net;

import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/// UDP by the JDK's channels, one datagram at a time.
final class UdpPort implements UdpIo {
    /// So many datagrams, then others get their turn.
    private static final int BATCH = 256;

    private static final int MAX_DATAGRAM = 65_535;

    private final DatagramChannel channel;
    private final DropCounters drops;
    private final ByteBuffer in = ByteBuffer.allocateDirect(MAX_DATAGRAM);

    UdpPort(DatagramChannel channel, DropCounters drops) {
        this.channel = channel;
        this.drops = drops;
    }

    @Override
    public void send(ByteBuffer packet, InetSocketAddress to) {
        try {
            if (packet.hasRemaining() && channel.send(packet, to) == 0) {
                drops.count(DropReason.UDP_BUFFER_FULL);
            }
        } catch (IOException unreachable) {
            drops.count(DropReason.UDP_SEND_FAILED);
        }
    }

    @Override
    public void flush() {
        // Each was sent at once.
    }

    @Override
    public int read(PacketHandler handler) throws IOException {
        for (int i = 0; i < BATCH; i++) {
            in.clear();
            InetSocketAddress from = (InetSocketAddress) channel.receive(in);
            if (from == null) {
                return i;
            }
            in.flip();
            if (in.hasRemaining()) {
                handler.datagram(System.nanoTime(), this, from, in);
            }
        }
        return BATCH;
    }
}
