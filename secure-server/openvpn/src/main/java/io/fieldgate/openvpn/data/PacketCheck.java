package io.fieldgate.openvpn.data;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What all formats look at before they start to work.
final class PacketCheck {
    private PacketCheck() {}

    /// The length of a payload that is to be sealed; an impossible one is our own fault.
    static int payloadLength(ByteBuffer payload, ByteBuffer out) {
        int length = payload.remaining();
        if (length < 1 || length > DataKey.MAX_PAYLOAD) {
            throw new IllegalArgumentException("a payload of " + length + " bytes");
        }
        if (out.remaining() < length + DataKey.SEAL_ROOM) {
            throw new IllegalArgumentException("no room for a packet");
        }
        return length;
    }

    /// Why the first byte already excludes a packet; null if it doesn't.
    static @Nullable Opening firstByte(int keyId, ByteBuffer packet) {
        if (!packet.hasRemaining()) {
            return Opening.TOO_SHORT;
        }
        if (DataHeader.lengthIn(packet) == 0) {
            return Opening.WRONG_OPCODE;
        }
        return DataHeader.keyIdIn(packet) == keyId ? null : Opening.WRONG_KEY_ID;
    }
}
