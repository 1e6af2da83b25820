package io.fieldgate.openvpn.control;

import io.fieldgate.openvpn.wire.ControlPacket;
import io.fieldgate.openvpn.wire.Opcode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The reliable message stream of one key id: acknowledges, repeats, orders, and cuts TLS bytes
/// into packets. Knows nothing of TLS or of the packets' protection.
public final class ControlChannel {
    /// Payload of one packet. With header, protection and acknowledgements a datagram stays within
    /// 1200 bytes.
    public static final int MAX_PAYLOAD = 1100;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final int keyId;
    private final long localSessionId;
    private long remoteSessionId;
    private final ReliableSender sender;
    private final ReliableReceiver receiver;
    private final Acknowledgements acknowledgements = new Acknowledgements();
    private int reserved;

    /// @param remoteSessionId 0 if it is not known yet, see [#learnRemoteSessionId]
    /// @param firstId the first message id of both directions: 0, or 1 when the resets were
    ///   exchanged before this channel was made
    /// @param reliableTransport whether the transport never loses anything, so that nothing has to
    ///   be repeated
    public ControlChannel(
            int keyId,
            long localSessionId,
            long remoteSessionId,
            int firstId,
            boolean reliableTransport) {
        this.keyId = keyId;
        this.localSessionId = localSessionId;
        this.remoteSessionId = remoteSessionId;
        this.sender = new ReliableSender(firstId, !reliableTransport);
        this.receiver = new ReliableReceiver(firstId);
    }

    public int keyId() {
        return keyId;
    }

    /// A client learns the server's session id from its first packet.
    public void learnRemoteSessionId(long sessionId) {
        remoteSessionId = sessionId;
    }

    /// Takes an authenticated packet of this key id.
    ///
    /// @return what became of its message; `TAKEN` if it carries none
    public ReliableReceiver.Outcome receive(long nowNanos, ControlPacket packet) {
        packet.acks().forEach(id -> sender.acknowledged(id, nowNanos));
        if (packet.opcode() == Opcode.ACK_V1) {
            return ReliableReceiver.Outcome.TAKEN;
        }
        byte[] payload = tlsBytes(packet);
        ReliableReceiver.Outcome outcome = receiver.offer(packet.messageId(), payload);
        if (outcome != ReliableReceiver.Outcome.OUT_OF_WINDOW) {
            acknowledgements.add(packet.messageId());
        }
        return outcome;
    }

    private static byte[] tlsBytes(ControlPacket packet) {
        if (packet.opcode().isReset()) {
            return new byte[0];
        }
        byte[] payload = new byte[packet.payload().remaining()];
        packet.payload().get(payload);
        return payload;
    }

    /// The TLS bytes of the next message in order, none in a reset; or null.
    public byte @Nullable [] poll() {
        return receiver.poll();
    }

    /// Queues a reset, which has no payload.
    public boolean offerReset(Opcode opcode) {
        return sender.offer(opcode, new byte[0]);
    }

    /// The next packet with TLS bytes leaves this much room for something that is appended.
    public void reserveInNext(int bytes) {
        reserved = Math.min(bytes, MAX_PAYLOAD);
    }

    /// Queues TLS bytes; they begin a new packet.
    ///
    /// @return false if too much is waiting, then the stream is broken
    public boolean offer(byte[] bytes) {
        boolean taken = true;
        int from = 0;
        while (from < bytes.length && taken) {
            int length = Math.min(MAX_PAYLOAD - reserved, bytes.length - from);
            reserved = 0;
            byte[] payload = new byte[length];
            System.arraycopy(bytes, from, payload, 0, length);
            taken = sender.offer(Opcode.CONTROL_V1, payload);
            from += length;
        }
        return taken;
    }

    /// Gives out all packets that are due: messages, and acknowledgements that found no message.
    public void flush(long nowNanos, Consumer<ControlPacket> out) {
        for (ReliableSender.Message message = sender.poll(nowNanos);
                message != null;
                message = sender.poll(nowNanos)) {
            out.accept(
                    packet(
                            message.opcode(),
                            acknowledgements.take(Acknowledgements.IN_MESSAGE),
                            message.id(),
                            ByteBuffer.wrap(message.payload())));
        }
        acknowledge(out);
    }

    /// Gives out acknowledgements only.
    public void acknowledge(Consumer<ControlPacket> out) {
        while (acknowledgements.isPending()) {
            int[] ids = acknowledgements.take(Acknowledgements.ALONE);
            out.accept(packet(Opcode.ACK_V1, ids, 0, NOTHING));
        }
    }

    /// Whether the peer has acknowledged everything.
    public boolean isIdle() {
        return sender.isIdle();
    }

    /// When [#flush] must be called again.
    public long nextDeadline() {
        return sender.nextDeadline();
    }

    private ControlPacket packet(Opcode opcode, int[] acks, int messageId, ByteBuffer payload) {
        List<Integer> ids = new ArrayList<>(acks.length);
        for (int ack : acks) {
            ids.add(ack);
        }
        return new ControlPacket(
                opcode,
                keyId,
                localSessionId,
                ids,
                ids.isEmpty() ? 0 : remoteSessionId,
                messageId,
                payload);
    }
}
