package io.fieldgate.openvpn.data;

import io.fieldgate.openvpn.wire.ReplayWindow;
import java.nio.ByteBuffer;

/// The receiving direction of a [CbcDataKey]: authenticates, decrypts, then refuses replays, whose
/// packet id can't be seen earlier.
final class CbcOpener {
    private final int keyId;
    private final CbcEngine engine;
    private final ReplayWindow window;

    CbcOpener(int keyId, CbcEngine engine, ReplayWindow.Size window) {
        this.keyId = keyId;
        this.engine = engine;
        this.window = new ReplayWindow(window);
    }

    Opening open(long nowNanos, ByteBuffer packet, ByteBuffer out) {
        Opening wrong = PacketCheck.firstByte(keyId, packet);
        if (wrong != null) {
            return wrong;
        }
        int tagAt = packet.position() + DataHeader.lengthIn(packet);
        int ivAt = tagAt + engine.tag.length;
        int length = packet.limit() - ivAt;
        if (length < 2 * CbcCipher.BLOCK_LENGTH) {
            return Opening.TOO_SHORT;
        }
        if (length > engine.sealed.length) {
            return Opening.TOO_LONG;
        }
        if (length % CbcCipher.BLOCK_LENGTH != 0) {
            return Opening.BAD_TAG;
        }
        packet.get(tagAt, engine.tag);
        packet.get(ivAt, engine.sealed, 0, length);
        int plainLength = engine.open(length);
        if (plainLength < 0) {
            return Opening.BAD_TAG;
        }
        int payloadLength = plainLength - DataFormat.Cbc.PACKET_ID_LENGTH;
        if (payloadLength < 1) {
            return Opening.TOO_SHORT;
        }
        if (payloadLength > DataKey.MAX_PAYLOAD) {
            return Opening.TOO_LONG;
        }
        long packetId = Integer.toUnsignedLong(engine.packetId());
        boolean newest = packetId > window.newest();
        if (!window.accept(nowNanos, packetId)) {
            return Opening.REPLAYED;
        }
        out.put(engine.plain, DataFormat.Cbc.PACKET_ID_LENGTH, payloadLength);
        packet.position(packet.limit());
        return newest ? Opening.OPENED : Opening.OPENED_LATE;
    }

    boolean wantsRekey() {
        return window.newest() >= PacketIds.REKEY;
    }
}
