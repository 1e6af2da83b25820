package io.fieldgate.server.net;

import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Optional;

/// UDP by Linux' calls for many datagrams at once; runs of datagrams go through the kernel as one
/// where it can (UDP_GRO and UDP_SEGMENT of udp(7)). What is to be sent is queued until the packets
/// that came in together are done.
final class BatchedUdpPort implements UdpIo {
    /// So many calls, then others get their turn.
    private static final int TURNS = 4;

    private final int descriptor;
    private final List<BatchedUdpPort> group;
    private final NativeSockets sockets;
    private final ReceiveBatch batch;
    private final SendQueue queue;
    private final RunSender sender;
    private final DropCounters drops;

    private BatchedUdpPort(
            int descriptor,
            NativeSockets sockets,
            ReceiveBatch batch,
            Arena arena,
            boolean gathers,
            DropCounters drops,
            List<BatchedUdpPort> group) {
        this.descriptor = descriptor;
        this.group = group;
        this.sockets = sockets;
        this.batch = batch;
        this.queue = new SendQueue(arena, gathers);
        this.sender = new RunSender(arena, sockets, descriptor, drops);
        this.drops = drops;
    }

    /// Empty if the socket cannot be served this way, because it is one for IPv4 only.
    ///
    /// @param channel stays the owner of the socket
    /// @param group gets this port as its next: those of all workers for one local address
    static Optional<BatchedUdpPort> of(
            DatagramChannel channel,
            NativeSockets sockets,
            ReceiveBatch batch,
            Arena arena,
            DropCounters drops,
            List<BatchedUdpPort> group)
            throws IOException {
        Optional<Integer> found = SocketDescriptor.of(channel, sockets);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        int descriptor = found.get();
        sockets.set(descriptor, NativeSockets.SOL_UDP, NativeSockets.UDP_GRO, 1);
        boolean gathers =
                sockets.get(descriptor, NativeSockets.SOL_UDP, NativeSockets.UDP_SEGMENT) >= 0;
        BatchedUdpPort port =
                new BatchedUdpPort(descriptor, sockets, batch, arena, gathers, drops, group);
        group.add(port);
        return Optional.of(port);
    }

    /// Has the kernel spread datagrams over the group, which is complete.
    boolean steer() {
        return group.size() == 1 || LaneSteering.attach(sockets, descriptor, group.size());
    }

    @Override
    public DatagramSender at(int worker) {
        return group.get(worker);
    }

    @Override
    public void send(ByteBuffer packet, InetSocketAddress to) {
        int bytes = packet.remaining();
        if (bytes == 0) {
            return;
        }
        if (bytes > SendQueue.LONGEST) {
            drops.count(DropReason.UDP_SEND_FAILED);
            return;
        }
        if (!queue.hasRoom(bytes)) {
            sender.send(queue);
        }
        queue.add(packet, KnownAddress.of(to));
    }

    @Override
    public void flush() {
        if (!queue.isEmpty()) {
            sender.send(queue);
        }
    }

    @Override
    public int read(PacketHandler handler) throws IOException {
        int datagrams = 0;
        for (int turn = 0; turn < TURNS; turn++) {
            int messages = batch.receive(sockets, descriptor);
            if (messages < 0) {
                int error = sockets.error();
                if (error == NativeSockets.EAGAIN || error == NativeSockets.EINTR) {
                    return datagrams;
                }
                throw new IOException("UDP packets cannot be received: error " + error);
            }
            long now = System.nanoTime();
            for (int i = 0; i < messages; i++) {
                datagrams += batch.deliver(i, now, this, handler);
            }
            handler.pause();
            flush();
            if (!ReceiveBatch.isFull(messages)) {
                return datagrams;
            }
        }
        return datagrams;
    }
}
