package io.fieldgate.openvpn.data;

import io.fieldgate.openvpn.wire.ReplayWindow;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/// A key in the format [DataFormat.Cbc].
final class CbcDataKey implements DataKey {
    final CbcSealer sealer;
    final CbcOpener opener;
    private final int keyId;

    CbcDataKey(
            DataFormat.Cbc format,
            int keyId,
            KeyHalf seal,
            KeyHalf open,
            RandomGenerator random,
            ReplayWindow.Size window) {
        this.keyId = keyId;
        this.sealer = new CbcSealer(keyId, new CbcEngine(format, seal), random, new PacketIds(1));
        this.opener = new CbcOpener(keyId, new CbcEngine(format, open), window);
    }

    @Override
    public int keyId() {
        return keyId;
    }

    @Override
    public boolean seal(int peerId, ByteBuffer payload, ByteBuffer out) {
        return sealer.seal(peerId, payload, out);
    }

    @Override
    public Opening open(long nowNanos, ByteBuffer packet, ByteBuffer out) {
        return opener.open(nowNanos, packet, out);
    }

    @Override
    public boolean wantsRekey() {
        return sealer.wantsRekey() || opener.wantsRekey();
    }
}
