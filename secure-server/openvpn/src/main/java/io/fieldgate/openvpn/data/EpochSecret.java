package io.fieldgate.openvpn.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The secret of one direction in one epoch: makes the key of this epoch and the next secret, with
/// HKDF-Expand (RFC 5869) and labels like those of TLS 1.3.
final class EpochSecret {
    static final int FIRST_EPOCH = 1;

    /// Keys that a receiver has ready beyond the one in use.
    static final int FUTURE_KEYS = 16;

    /// No epoch above this is used, so that a receiver's future keys never pass 16 bits.
    static final int LAST_EPOCH = 0xffff - FUTURE_KEYS - 1;

    private static final int LENGTH = 32;
    private static final String LABEL_PREFIX = "ovpn ";

    private final int epoch;
    private final byte[] secret;

    EpochSecret(int epoch, byte[] secret) {
        this.epoch = epoch;
        this.secret = secret;
    }

    static EpochSecret first(KeyHalf half) {
        return new EpochSecret(FIRST_EPOCH, half.cipherBytes(LENGTH));
    }

    int epoch() {
        return epoch;
    }

    byte[] bytes() {
        return secret;
    }

    EpochSecret next() {
        return new EpochSecret(epoch + 1, expand("datakey upd", LENGTH));
    }

    AeadKey key(DataCipher cipher) {
        return new AeadKey(
                cipher,
                expand("data_key", cipher.keyLength()),
                expand("data_iv", DataCipher.NONCE_LENGTH),
                epoch);
    }

    private byte[] expand(String label, int length) {
        byte[] full = (LABEL_PREFIX + label).getBytes(StandardCharsets.US_ASCII);
        byte[] info =
                ByteBuffer.allocate(Short.BYTES + 1 + full.length + 1)
                        .putShort((short) length)
                        .put((byte) full.length)
                        .put(full)
                        .put((byte) 0)
                        .array();
        SecretKeySpec key = new SecretKeySpec(secret, "Generic");
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.expandOnly(key, info, length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HKDF", e);
        }
    }
}
