package io.fieldgate.openvpn.data;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;

/// The JDK's AEAD cipher of one direction, whatever the key.
///
/// The associated data ends with the packet id, and the nonce is the key's implicit IV with the
/// packet id laid over its beginning by XOR.
final class AeadEngine {
    private static final int MAX_ASSOCIATED =
            DataHeader.V2_LENGTH + DataFormat.Epoch.PACKET_ID_LENGTH;

    private final DataCipher kind;
    private final Cipher cipher;
    private final int packetIdLength;
    private final byte[] associated = new byte[MAX_ASSOCIATED];
    private final byte[] nonce = new byte[DataCipher.NONCE_LENGTH];
    private int associatedLength;

    AeadEngine(DataCipher kind, int packetIdLength) {
        this.kind = kind;
        this.cipher = kind.newCipher();
        this.packetIdLength = packetIdLength;
    }

    /// Takes the associated data of the next packet and returns the packet id at its end.
    long associate(ByteBuffer packet, int from, int to) {
        associatedLength = to - from;
        packet.get(from, associated, 0, associatedLength);
        long packetId = 0;
        for (int i = associatedLength - packetIdLength; i < associatedLength; i++) {
            packetId = (packetId << 8) | (associated[i] & 0xff);
        }
        return packetId;
    }

    /// Writes ciphertext and tag; to be called after [#associate].
    void seal(AeadKey key, ByteBuffer payload, ByteBuffer out) {
        int length = payload.remaining();
        try {
            start(Cipher.ENCRYPT_MODE, key);
            cipher.doFinal(payload, out);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AEAD refused to seal", e);
        }
        key.count(length);
    }

    /// Writes the payload; to be called after [#associate].
    ///
    /// @param sealed ciphertext and tag
    /// @return false if they are not genuine; then nothing was written
    boolean open(AeadKey key, ByteBuffer sealed, ByteBuffer out) {
        if (key.failures > AeadKey.FAILURES_LIMIT) {
            return false;
        }
        int start = out.position();
        try {
            start(Cipher.DECRYPT_MODE, key);
            cipher.doFinal(sealed, out);
        } catch (AEADBadTagException _) {
            out.position(start);
            key.failures++;
            return false;
        } catch (GeneralSecurityException e) {
            out.position(start);
            throw new IllegalStateException("AEAD refused to open", e);
        }
        key.count(out.position() - start);
        return true;
    }

    private void start(int mode, AeadKey key) throws GeneralSecurityException {
        System.arraycopy(key.implicitIv, 0, nonce, 0, nonce.length);
        int packetIdAt = associatedLength - packetIdLength;
        for (int i = 0; i < packetIdLength; i++) {
            nonce[i] ^= associated[packetIdAt + i];
        }
        cipher.init(mode, key.key, kind.parameters(nonce));
        cipher.updateAAD(associated, 0, associatedLength);
    }
}
