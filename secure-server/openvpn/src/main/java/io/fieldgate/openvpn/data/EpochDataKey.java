package io.fieldgate.openvpn.data;

import io.fieldgate.openvpn.aead.AeadHome;
import io.fieldgate.openvpn.wire.ReplayWindow;
import java.nio.ByteBuffer;

/// A key in the format [DataFormat.Epoch].
final class EpochDataKey implements DataKey {
    final EpochSealer sealer;
    final EpochOpener opener;
    private final int keyId;

    EpochDataKey(
            DataCipher cipher,
            int keyId,
            EpochSecret seal,
            EpochSecret open,
            ReplayWindow.Size window,
            AeadHome home) {
        this.keyId = keyId;
        this.sealer = new EpochSealer(cipher, keyId, seal, home);
        this.opener = new EpochOpener(cipher, keyId, open, window, home);
    }

    @Override
    public int keyId() {
        return keyId;
    }

    @Override
    public boolean seal(int peerId, ByteBuffer payload, ByteBuffer out) {
        return sealer.seal(opener.epoch(), opener.isWorn(), peerId, payload, out);
    }

    @Override
    public Opening open(long nowNanos, ByteBuffer packet, ByteBuffer out) {
        Opening opening = opener.open(nowNanos, packet, out);
        sealer.follow(opener.epoch());
        return opening;
    }

    @Override
    public boolean wantsRekey() {
        return sealer.wantsRekey(opener.epoch());
    }
}
