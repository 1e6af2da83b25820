package io.fieldgate.openvpn.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One packet of the control channel, without its protection.
///
/// ```
///  header   opcode:5 keyId:3 | sessionId u64
///  body     n u8 | n x ackId u32 | peerSessionId u64 (only if n > 0)
///           | messageId u32 (not in ACK_V1) | payload
/// ```
///
/// @param opcode any opcode but the two of data packets
/// @param keyId 0 to 7
/// @param sessionId the sender's session id, not 0
/// @param acks acknowledged message ids, at most [#MAX_ACKS], each an unsigned 32-bit number
/// @param peerSessionId the receiver's session id as the sender knows it; 0 when there are no acks
/// @param messageId unsigned; 0 in an ACK_V1, which has none
/// @param payload TLS bytes or early negotiation; read-only, position 0
public record ControlPacket(
        Opcode opcode,
        int keyId,
        long sessionId,
        List<Integer> acks,
        long peerSessionId,
        int messageId,
        ByteBuffer payload) {

    /// Length of the header in bytes.
    public static final int HEADER_LENGTH = 9;

    /// More acknowledgements than this in one packet are refused.
    public static final int MAX_ACKS = 8;

    /// Longest control packet that is accepted, in bytes, without a wrapped client key.
    public static final int MAX_LENGTH = 2048;

    public ControlPacket {
        if (opcode.isData()) {
            throw new IllegalArgumentException(opcode + " is not a control packet");
        }
        if (keyId < 0 || keyId > 7) {
            throw new IllegalArgumentException("key id " + keyId);
        }
        if (acks.size() > MAX_ACKS) {
            throw new IllegalArgumentException(acks.size() + " acks");
        }
        acks = List.copyOf(acks);
        payload = payload.asReadOnlyBuffer().slice();
    }

    /// The payload; each call gives a view with its own position.
    @Override
    public ByteBuffer payload() {
        return payload.duplicate();
    }

    /// Reads the header at the buffer's position, which stays. The rest may still be encrypted.
    public static Parsed<Header> parseHeader(ByteBuffer packet) {
        if (packet.remaining() < HEADER_LENGTH) {
            return Parsed.failed(Flaw.TOO_SHORT);
        }
        ByteBuffer in = packet.slice();
        int firstByte = in.get();
        Optional<Opcode> opcode = Opcode.ofFirstByte(firstByte).filter(o -> !o.isData());
        if (opcode.isEmpty()) {
            return Parsed.failed(Flaw.WRONG_OPCODE);
        }
        long sessionId = in.getLong();
        if (sessionId == 0) {
            return Parsed.failed(Flaw.ZERO_SESSION_ID);
        }
        int keyId = Opcode.keyIdOfFirstByte(firstByte);
        return Parsed.of(new Header(opcode.get(), keyId, sessionId));
    }

    /// Reads a decrypted body, from position to limit.
    public static Parsed<ControlPacket> parseBody(Header header, ByteBuffer body) {
        ByteBuffer in = body.slice();
        if (!in.hasRemaining()) {
            return Parsed.failed(Flaw.TOO_SHORT);
        }
        int count = in.get() & 0xff;
        if (count > MAX_ACKS) {
            return Parsed.failed(Flaw.TOO_MANY_ACKS);
        }
        boolean hasMessageId = header.opcode() != Opcode.ACK_V1;
        int needed = count * 4 + (count > 0 ? 8 : 0) + (hasMessageId ? 4 : 0);
        if (in.remaining() < needed) {
            return Parsed.failed(Flaw.TOO_SHORT);
        }
        List<Integer> acks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            acks.add(in.getInt());
        }
        long peerSessionId = count > 0 ? in.getLong() : 0;
        int messageId = hasMessageId ? in.getInt() : 0;
        return Parsed.of(
                new ControlPacket(
                        header.opcode(),
                        header.keyId(),
                        header.sessionId(),
                        acks,
                        peerSessionId,
                        messageId,
                        in));
    }

    /// The first nine bytes, which are never encrypted.
    public Header header() {
        return new Header(opcode, keyId, sessionId);
    }

    /// The same packet with another opcode.
    public ControlPacket withOpcode(Opcode other) {
        return new ControlPacket(other, keyId, sessionId, acks, peerSessionId, messageId, payload);
    }

    int bodyLength() {
        int ackLength = acks.isEmpty() ? 0 : acks.size() * 4 + 8;
        return 1 + ackLength + (opcode == Opcode.ACK_V1 ? 0 : 4) + payload.remaining();
    }

    void writeHeader(ByteBuffer out) {
        out.put(opcode.firstByte(keyId)).putLong(sessionId);
    }

    void writeBody(ByteBuffer out) {
        out.put((byte) acks.size());
        acks.forEach(out::putInt);
        if (!acks.isEmpty()) {
            out.putLong(peerSessionId);
        }
        if (opcode != Opcode.ACK_V1) {
            out.putInt(messageId);
        }
        out.put(payload());
    }

    /// @param opcode any opcode but the two of data packets
    /// @param keyId 0 to 7
    /// @param sessionId the sender's session id, not 0
    public record Header(Opcode opcode, int keyId, long sessionId) {}
}
