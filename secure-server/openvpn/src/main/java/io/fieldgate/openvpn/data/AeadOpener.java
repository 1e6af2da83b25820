package io.fieldgate.openvpn.data;

import io.fieldgate.openvpn.aead.AeadHome;
import io.fieldgate.openvpn.wire.ReplayWindow;
import java.nio.ByteBuffer;

/// The receiving direction of an [AeadDataKey]: authenticates, then refuses replays.
final class AeadOpener {
    final AeadKey key;
    private final int keyId;
    private final AeadEngine engine;
    private final ReplayWindow window;

    AeadOpener(int keyId, AeadKey key, ReplayWindow.Size window, AeadHome home) {
        this.keyId = keyId;
        this.key = key;
        this.engine = AeadEngine.opening(home, DataFormat.Aead.PACKET_ID_LENGTH);
        this.window = new ReplayWindow(window);
    }

    Opening open(long nowNanos, ByteBuffer packet, ByteBuffer out) {
        Opening wrong = PacketCheck.firstByte(keyId, packet);
        if (wrong != null) {
            return wrong;
        }
        int start = packet.position();
        int headerLength = DataHeader.lengthIn(packet);
        int tagAt = start + headerLength + DataFormat.Aead.PACKET_ID_LENGTH;
        int payloadAt = tagAt + DataCipher.TAG_LENGTH;
        int length = packet.limit() - payloadAt;
        if (length < 1) {
            return Opening.TOO_SHORT;
        }
        if (length > DataKey.MAX_PAYLOAD) {
            return Opening.TOO_LONG;
        }
        // DATA_V1 does not authenticate its header.
        long packetId =
                engine.associate(
                        packet,
                        headerLength == DataHeader.V1_LENGTH ? start + headerLength : start,
                        tagAt);
        // Cheap first look; the window itself moves only for authentic packets.
        if (!window.mayAccept(packetId)) {
            return Opening.REPLAYED;
        }
        int outStart = out.position();
        if (!engine.open(key, packet, payloadAt, length, tagAt, out)) {
            return Opening.BAD_TAG;
        }
        boolean newest = packetId > window.newest();
        if (!window.accept(nowNanos, packetId)) {
            out.position(outStart);
            return Opening.REPLAYED;
        }
        packet.position(packet.limit());
        return newest ? Opening.OPENED : Opening.OPENED_LATE;
    }

    boolean wantsRekey() {
        return window.newest() >= PacketIds.REKEY
                || key.isWorn(AeadKey.GCM_REKEY_LIMIT, window.newest())
                || key.failures > AeadKey.FAILURES_REKEY_LIMIT;
    }
}
