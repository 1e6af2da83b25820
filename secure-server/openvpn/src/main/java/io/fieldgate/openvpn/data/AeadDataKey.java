package io.fieldgate.openvpn.data;

import io.fieldgate.openvpn.aead.AeadHome;
import io.fieldgate.openvpn.wire.ReplayWindow;
import java.nio.ByteBuffer;

/// A key in the format [DataFormat.Aead].
final class AeadDataKey implements DataKey {
    final AeadSealer sealer;
    final AeadOpener opener;
    private final int keyId;

    AeadDataKey(
            DataCipher cipher,
            int keyId,
            KeyHalf seal,
            KeyHalf open,
            ReplayWindow.Size window,
            AeadHome home) {
        this.keyId = keyId;
        this.sealer = new AeadSealer(keyId, AeadKey.classic(cipher, seal), new PacketIds(1), home);
        this.opener = new AeadOpener(keyId, AeadKey.classic(cipher, open), window, home);
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
