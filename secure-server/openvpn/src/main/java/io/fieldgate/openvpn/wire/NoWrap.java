package io.fieldgate.openvpn.wire;

import java.nio.ByteBuffer;

/// No protection: a control packet as it is.
///
/// ```
///  opcode:5 keyId:3 | sessionId u64 | body
/// ```
final class NoWrap implements ControlWrap {
    private static final ReplayId NO_REPLAY_ID = new ReplayId(0, 0);

    @Override
    public boolean authenticates() {
        return false;
    }

    @Override
    public ByteBuffer wrap(ControlPacket packet, ReplayId replayId) {
        ByteBuffer out = ByteBuffer.allocate(ControlPacket.HEADER_LENGTH + packet.bodyLength());
        packet.writeHeader(out);
        packet.writeBody(out);
        return out.flip();
    }

    @Override
    public Parsed<Unwrapped> unwrap(ByteBuffer packet) {
        if (packet.remaining() > ControlPacket.MAX_LENGTH) {
            return Parsed.failed(Flaw.TOO_LONG);
        }
        return switch (ControlPacket.parseHeader(packet)) {
            case Parsed.Failure<ControlPacket.Header>(Flaw flaw) -> Parsed.failed(flaw);
            case Parsed.Value<ControlPacket.Header>(ControlPacket.Header header) -> {
                int length = packet.remaining() - ControlPacket.HEADER_LENGTH;
                // A copy: the caller may use its buffer again while the payload waits.
                byte[] body = new byte[length];
                packet.get(packet.position() + ControlPacket.HEADER_LENGTH, body);
                yield ControlWrap.parse(header, ByteBuffer.wrap(body), NO_REPLAY_ID);
            }
        };
    }
}
