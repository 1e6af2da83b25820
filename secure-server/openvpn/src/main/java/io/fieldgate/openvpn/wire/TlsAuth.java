package io.fieldgate.openvpn.wire;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import javax.crypto.Mac;

/// tls-auth: control packets are authenticated but not encrypted.
///
/// ```
///  opcode:5 keyId:3 | sessionId u64 | hmac[h] | packetId u32 | time u32 | body
/// ```
///
/// The HMAC is over `packetId | time | opcode:5 keyId:3 | sessionId | body`.
final class TlsAuth implements ControlWrap {
    private static final int REPLAY_ID_LENGTH = 8;
    private final int tagLength;
    private final Mac outgoing;
    private final Mac incoming;

    TlsAuth(StaticKey key, HmacDigest digest, boolean directional, Role role) {
        tagLength = digest.length();
        outgoing = mac(key, digest, directional ? role.sendingHalf() : 0);
        incoming = mac(key, digest, directional ? role.receivingHalf() : 0);
    }

    @Override
    public boolean authenticates() {
        return true;
    }

    @Override
    public ByteBuffer wrap(ControlPacket packet, ReplayId replayId) {
        int clearLength = ControlPacket.HEADER_LENGTH + tagLength + REPLAY_ID_LENGTH;
        ByteBuffer out = ByteBuffer.allocate(clearLength + packet.bodyLength());
        packet.writeHeader(out);
        out.position(ControlPacket.HEADER_LENGTH + tagLength);
        out.putInt(replayId.packetId()).putInt(replayId.time());
        packet.writeBody(out);
        out.flip();
        byte[] tag = tag(outgoing, out);
        out.put(ControlPacket.HEADER_LENGTH, tag);
        return out;
    }

    @Override
    public Parsed<Unwrapped> unwrap(ByteBuffer packet) {
        if (packet.remaining() > ControlPacket.MAX_LENGTH) {
            return Parsed.failed(Flaw.TOO_LONG);
        }
        return switch (ControlPacket.parseHeader(packet)) {
            case Parsed.Failure<ControlPacket.Header>(Flaw flaw) -> Parsed.failed(flaw);
            case Parsed.Value<ControlPacket.Header>(ControlPacket.Header header) ->
                    unwrap(header, packet.slice());
        };
    }

    private Parsed<Unwrapped> unwrap(ControlPacket.Header header, ByteBuffer packet) {
        int replayIdAt = ControlPacket.HEADER_LENGTH + tagLength;
        int bodyAt = replayIdAt + REPLAY_ID_LENGTH;
        if (packet.remaining() < bodyAt) {
            return Parsed.failed(Flaw.TOO_SHORT);
        }
        byte[] tag = new byte[tagLength];
        packet.get(ControlPacket.HEADER_LENGTH, tag);
        if (!MessageDigest.isEqual(tag(incoming, packet), tag)) {
            return Parsed.failed(Flaw.BAD_TAG);
        }
        ReplayId replayId = new ReplayId(packet.getInt(replayIdAt), packet.getInt(replayIdAt + 4));
        // A copy: the caller may use its buffer again while the payload waits.
        byte[] body = new byte[packet.remaining() - bodyAt];
        packet.get(bodyAt, body);
        return ControlWrap.parse(header, ByteBuffer.wrap(body), replayId);
    }

    private byte[] tag(Mac mac, ByteBuffer packet) {
        int replayIdAt = ControlPacket.HEADER_LENGTH + tagLength;
        int bodyAt = replayIdAt + REPLAY_ID_LENGTH;
        mac.update(packet.slice(replayIdAt, REPLAY_ID_LENGTH));
        mac.update(packet.slice(0, ControlPacket.HEADER_LENGTH));
        mac.update(packet.slice(bodyAt, packet.limit() - bodyAt));
        return mac.doFinal();
    }

    private static Mac mac(StaticKey key, HmacDigest digest, int half) {
        Mac mac = digest.newMac();
        try {
            mac.init(key.hmacKey(half, digest));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("HMAC takes every key", e);
        }
        return mac;
    }
}
