package io.fieldgate.server.net;

import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/// UDP in and out at one local address, or at all that have none of their own. Owned by the worker
/// thread.
final class UdpPort implements DatagramSender {
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

    void read(PacketHandler handler) throws IOException {
        for (int i = 0; i < BATCH; i++) {
            in.clear();
            InetSocketAddress from = (InetSocketAddress) channel.receive(in);
            if (from == null) {
                return;
            }
            in.flip();
            if (in.hasRemaining()) {
                handler.datagram(System.nanoTime(), this, from, in);
            }
        }
    }
}
