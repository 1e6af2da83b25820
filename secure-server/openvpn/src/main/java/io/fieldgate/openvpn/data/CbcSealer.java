package io.fieldgate.openvpn.data;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/// The sending direction of a [CbcDataKey]: encrypts, then authenticates.
final class CbcSealer {
    final PacketIds packetIds;
    private final int keyId;
    private final CbcEngine engine;
    private final RandomGenerator random;
    private final byte[] iv = new byte[CbcCipher.BLOCK_LENGTH];

    CbcSealer(int keyId, CbcEngine engine, RandomGenerator random, PacketIds packetIds) {
        this.keyId = keyId;
        this.engine = engine;
        this.random = random;
        this.packetIds = packetIds;
    }

    boolean seal(int peerId, ByteBuffer payload, ByteBuffer out) {
        int length = PacketCheck.payloadLength(payload, out);
        if (packetIds.isUsedUp()) {
            return false;
        }
        engine.packetId(packetIds.next());
        payload.get(engine.plain, DataFormat.Cbc.PACKET_ID_LENGTH, length);
        random.nextBytes(iv);
        System.arraycopy(iv, 0, engine.sealed, 0, iv.length);
        int sealedLength = engine.seal(DataFormat.Cbc.PACKET_ID_LENGTH + length);
        DataHeader.write(keyId, peerId, out);
        out.put(engine.tag).put(engine.sealed, 0, sealedLength);
        return true;
    }

    boolean wantsRekey() {
        return packetIds.last() >= PacketIds.REKEY;
    }
}
