package io.fieldgate.openvpn.wire;

import java.nio.ByteBuffer;

/// Where the wrapped client key (WKc) stands: behind the packet, its last two bytes say its length.
///
/// ```
///  packet | tag[32] | encrypted (client key[256] | metadata type u8 | metadata value) | length u16
///         `------------------------------ length bytes -----------------------------------'
/// ```
public final class WrappedClientKey {
    static final int LENGTH_FIELD = 2;
    static final int MIN_LENGTH = TagThenEncrypt.TAG_LENGTH + StaticKey.LENGTH + LENGTH_FIELD;
    static final int MAX_LENGTH = 1024;

    private WrappedClientKey() {}

    /// Splits a packet whose opcode [carries][Opcode#carriesWrappedClientKey] a wrapped key. Only
    /// lengths are checked.
    public static Parsed<Split> split(ByteBuffer packet) {
        int available = packet.remaining() - ControlPacket.HEADER_LENGTH;
        if (available < MIN_LENGTH) {
            return Parsed.failed(Flaw.TOO_SHORT);
        }
        ByteBuffer all = packet.slice();
        int length = all.getShort(all.limit() - LENGTH_FIELD) & 0xffff;
        if (length < MIN_LENGTH || length > MAX_LENGTH || length > available) {
            return Parsed.failed(Flaw.BAD_LENGTH);
        }
        int packetLength = all.remaining() - length;
        return Parsed.of(new Split(all.slice(0, packetLength), all.slice(packetLength, length)));
    }

    /// @param packet the packet proper, still protected
    /// @param wrapped the wrapped key with tag and length
    public record Split(ByteBuffer packet, ByteBuffer wrapped) {}
}
