package io.fieldgate.openvpn.data;

import io.fieldgate.openvpn.aead.Aead;
import io.fieldgate.openvpn.aead.AeadFields;
import io.fieldgate.openvpn.aead.AeadHome;
import java.nio.ByteBuffer;

/// The AEAD cipher of one direction, whatever the key.
///
/// The associated data ends with the packet id, and the nonce is the key's implicit IV with the
/// packet id laid over its beginning by XOR.
final class AeadEngine {
    private final AeadHome home;
    private final boolean seals;
    private final int packetIdLength;
    private final AeadFields fields = new AeadFields();

    private AeadEngine(AeadHome home, boolean seals, int packetIdLength) {
        this.home = home;
        this.seals = seals;
        this.packetIdLength = packetIdLength;
    }

    static AeadEngine sealing(AeadHome home, int packetIdLength) {
        return new AeadEngine(home, true, packetIdLength);
    }

    static AeadEngine opening(AeadHome home, int packetIdLength) {
        return new AeadEngine(home, false, packetIdLength);
    }

    /// Takes the associated data of the next packet and returns the packet id at its end.
    long associate(ByteBuffer packet, int from, int to) {
        fields.associated(from, to - from);
        int at = to - packetIdLength;
        return packetIdLength == Long.BYTES ? packet.getLong(at) : packet.getInt(at) & 0xffff_ffffL;
    }

    /// Writes the ciphertext at the packet's position; to be called after [#associate].
    ///
    /// @param tagAt where the tag goes
    void seal(AeadKey key, ByteBuffer payload, ByteBuffer packet, int tagAt) {
        int length = payload.remaining();
        fields.tag(tagAt);
        layNonce(key, packet);
        aead(key).seal(fields, payload, packet);
        key.count(length);
    }

    /// Writes the payload; to be called after [#associate].
    ///
    /// @param from where the ciphertext is
    /// @return false if it is not genuine; then nothing was written
    boolean open(AeadKey key, ByteBuffer packet, int from, int length, int tagAt, ByteBuffer out) {
        if (key.failures > AeadKey.FAILURES_LIMIT) {
            return false;
        }
        fields.text(from, length);
        fields.tag(tagAt);
        layNonce(key, packet);
        if (!aead(key).open(fields, packet, out)) {
            key.failures++;
            return false;
        }
        key.count(length);
        return true;
    }

    private void layNonce(AeadKey key, ByteBuffer packet) {
        byte[] nonce = fields.nonce();
        System.arraycopy(key.implicitIv, 0, nonce, 0, nonce.length);
        int packetIdAt = fields.associatedFrom() + fields.associatedLength() - packetIdLength;
        for (int i = 0; i < packetIdLength; i++) {
            nonce[i] ^= packet.get(packetIdAt + i);
        }
    }

    private Aead aead(AeadKey key) {
        Aead aead = key.aead;
        if (aead == null) {
            aead =
                    seals
                            ? home.sealing(key.cipher.algorithm(), key.key)
                            : home.opening(key.cipher.algorithm(), key.key);
            key.aead = aead;
        }
        return aead;
    }
}
