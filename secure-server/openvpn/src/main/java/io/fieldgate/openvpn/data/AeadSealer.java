package io.fieldgate.openvpn.data;

import io.fieldgate.openvpn.aead.AeadHome;
import java.nio.ByteBuffer;

/// The sending direction of an [AeadDataKey].
final class AeadSealer {
    final AeadKey key;
    final PacketIds packetIds;
    private final int keyId;
    private final AeadEngine engine;

    AeadSealer(int keyId, AeadKey key, PacketIds packetIds, AeadHome home) {
        this.keyId = keyId;
        this.key = key;
        this.packetIds = packetIds;
        this.engine = AeadEngine.sealing(home, DataFormat.Aead.PACKET_ID_LENGTH);
    }

    boolean seal(int peerId, ByteBuffer payload, ByteBuffer out) {
        PacketCheck.payloadLength(payload, out);
        if (packetIds.isUsedUp()) {
            return false;
        }
        int start = out.position();
        int headerLength = DataHeader.write(keyId, peerId, out);
        out.putInt(packetIds.next());
        int tagAt = out.position();
        // DATA_V1 does not authenticate its header.
        engine.associate(
                out, headerLength == DataHeader.V1_LENGTH ? start + headerLength : start, tagAt);
        engine.seal(key, payload, out.position(tagAt + DataCipher.TAG_LENGTH), tagAt);
        return true;
    }

    boolean wantsRekey() {
        return packetIds.last() >= PacketIds.REKEY
                || key.isWorn(AeadKey.GCM_REKEY_LIMIT, packetIds.last());
    }
}
