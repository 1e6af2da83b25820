package io.fieldgate.openvpn.wire;

import java.nio.ByteBuffer;

/// tls-crypt with a known key: control packets are authenticated and encrypted.
///
/// ```
///  opcode:5 keyId:3 | sessionId u64 | packetId u32 | time u32 | tag[32] | encrypted body
///  `------------- 17 bytes, authenticated ----------------'
/// ```
public final class TlsCrypt implements ControlWrap {
    /// What the protection adds to header and body, in bytes.
    public static final int OVERHEAD = 8 + TagThenEncrypt.TAG_LENGTH;

    private static final int CLEAR_LENGTH = ControlPacket.HEADER_LENGTH + 8;
    private final TagThenEncrypt outgoing;
    private final TagThenEncrypt incoming;

    private TlsCrypt(StaticKey key, int outgoingHalf, int incomingHalf) {
        outgoing = new TagThenEncrypt(key.cipherKey(outgoingHalf), key.hmacKey(outgoingHalf));
        incoming = new TagThenEncrypt(key.cipherKey(incomingHalf), key.hmacKey(incomingHalf));
    }

    /// The wrap as the server uses it.
    public static TlsCrypt server(StaticKey key) {
        return of(key, Role.SERVER);
    }

    /// The wrap as the client uses it.
    public static TlsCrypt client(StaticKey key) {
        return of(key, Role.CLIENT);
    }

    /// The wrap as this end uses it.
    public static TlsCrypt of(StaticKey key, Role role) {
        return new TlsCrypt(key, role.sendingHalf(), role.receivingHalf());
    }

    @Override
    public boolean authenticates() {
        return true;
    }

    @Override
    public ByteBuffer wrap(ControlPacket packet, ReplayId replayId) {
        ByteBuffer body = ByteBuffer.allocate(packet.bodyLength());
        packet.writeBody(body);
        body.flip();
        ByteBuffer out =
                ByteBuffer.allocate(ControlPacket.HEADER_LENGTH + OVERHEAD + body.remaining());
        packet.writeHeader(out);
        out.putInt(replayId.packetId()).putInt(replayId.time());
        byte[] tag = outgoing.tag(out.slice(0, CLEAR_LENGTH), body);
        return out.put(tag).put(outgoing.crypt(tag, body)).flip();
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
        if (packet.remaining() < ControlPacket.HEADER_LENGTH + OVERHEAD) {
            return Parsed.failed(Flaw.TOO_SHORT);
        }
        ByteBuffer clear = packet.slice(0, CLEAR_LENGTH);
        byte[] tag = new byte[TagThenEncrypt.TAG_LENGTH];
        packet.get(CLEAR_LENGTH, tag);
        int start = CLEAR_LENGTH + TagThenEncrypt.TAG_LENGTH;
        ByteBuffer body = incoming.crypt(tag, packet.slice(start, packet.remaining() - start));
        if (!incoming.verify(tag, clear, body)) {
            return Parsed.failed(Flaw.BAD_TAG);
        }
        ReplayId replayId =
                new ReplayId(
                        clear.getInt(ControlPacket.HEADER_LENGTH),
                        clear.getInt(ControlPacket.HEADER_LENGTH + 4));
        return ControlWrap.parse(header, body, replayId);
    }
}
