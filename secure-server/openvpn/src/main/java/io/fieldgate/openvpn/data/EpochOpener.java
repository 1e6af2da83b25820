package io.fieldgate.openvpn.data;

import io.fieldgate.openvpn.aead.AeadHome;
import io.fieldgate.openvpn.wire.ReplayWindow;
import java.nio.ByteBuffer;

/// The receiving direction of an [EpochDataKey]: authenticates, refuses replays, and follows the
/// peer into its epoch. Each epoch has its own replay window.
final class EpochOpener {
    private static final int CLEAR_LENGTH =
            DataHeader.V2_LENGTH + DataFormat.Epoch.PACKET_ID_LENGTH;
    private static final int COUNTER_BITS = 48;
    private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;

    private final int keyId;
    private final AeadEngine engine;
    private final EpochKeys keys;
    private final ReplayWindow.Size windowSize;
    private ReplayWindow window;
    private ReplayWindow retiringWindow;

    EpochOpener(
            DataCipher cipher,
            int keyId,
            EpochSecret first,
            ReplayWindow.Size windowSize,
            AeadHome home) {
        this.keyId = keyId;
        this.engine = AeadEngine.opening(home, DataFormat.Epoch.PACKET_ID_LENGTH);
        this.keys = new EpochKeys(cipher, first);
        this.windowSize = windowSize;
        this.window = new ReplayWindow(windowSize);
        this.retiringWindow = window;
    }

    Opening open(long nowNanos, ByteBuffer packet, ByteBuffer out) {
        Opening wrong = PacketCheck.firstByte(keyId, packet);
        if (wrong != null) {
            return wrong;
        }
        if (DataHeader.lengthIn(packet) != DataHeader.V2_LENGTH) {
            return Opening.WRONG_OPCODE;
        }
        int start = packet.position();
        int payloadAt = start + CLEAR_LENGTH;
        int length = packet.limit() - payloadAt - DataCipher.TAG_LENGTH;
        if (length < 1) {
            return Opening.TOO_SHORT;
        }
        if (length > DataKey.MAX_PAYLOAD) {
            return Opening.TOO_LONG;
        }
        long packetId = engine.associate(packet, start, payloadAt);
        long counter = packetId & COUNTER_MASK;
        if (counter == 0) {
            return Opening.REPLAYED;
        }
        AeadKey key = keys.find((int) (packetId >>> COUNTER_BITS));
        if (key == null) {
            return Opening.UNKNOWN_EPOCH;
        }
        int outStart = out.position();
        Opening opening = open(nowNanos, key, counter, packet, out);
        if (opening.isOpened()) {
            packet.position(packet.limit());
        } else {
            out.position(outStart);
        }
        return opening;
    }

    private Opening open(
            long nowNanos, AeadKey key, long counter, ByteBuffer packet, ByteBuffer out) {
        boolean future = key.epoch > keys.current().epoch;
        // Cheap first look; the window itself moves only for authentic packets.
        if (!future && !windowOf(key).mayAccept(counter)) {
            return Opening.REPLAYED;
        }
        int payloadAt = packet.position() + CLEAR_LENGTH;
        int tagAt = packet.limit() - DataCipher.TAG_LENGTH;
        if (!engine.open(key, packet, payloadAt, tagAt - payloadAt, tagAt, out)) {
            return Opening.BAD_TAG;
        }
        if (future) {
            keys.advance(key);
            retiringWindow = window;
            window = new ReplayWindow(windowSize);
        }
        boolean newest = key == keys.current() && counter > window.newest();
        if (!windowOf(key).accept(nowNanos, counter)) {
            return Opening.REPLAYED;
        }
        return newest ? Opening.OPENED : Opening.OPENED_LATE;
    }

    private ReplayWindow windowOf(AeadKey key) {
        return key == keys.current() ? window : retiringWindow;
    }

    /// The epoch in which the peer sends.
    int epoch() {
        return keys.current().epoch;
    }

    AeadKey current() {
        return keys.current();
    }

    /// Whether the peer should not send with its present key any longer.
    boolean isWorn() {
        AeadKey key = keys.current();
        return key.isWorn(AeadKey.GCM_LIMIT, window.newest())
                || key.failures > AeadKey.FAILURES_REKEY_LIMIT;
    }
}
