package io.fieldgate.openvpn.data;

import io.fieldgate.openvpn.wire.HmacDigest;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The JDK's block cipher and HMAC of one direction, with the buffers that both need.
final class CbcEngine {
    private static final int MAX_PLAIN =
            DataFormat.Cbc.PACKET_ID_LENGTH + DataKey.MAX_PAYLOAD + CbcCipher.BLOCK_LENGTH;

    /// `packetId u32 | payload`.
    final byte[] plain = new byte[MAX_PLAIN];

    /// `iv[16] | ciphertext`.
    final byte[] sealed = new byte[CbcCipher.BLOCK_LENGTH + MAX_PLAIN];

    /// The HMAC of a packet.
    final byte[] tag;

    private final byte[] computed;
    private final Cipher cipher;
    private final SecretKeySpec key;
    private final Mac mac;

    CbcEngine(DataFormat.Cbc format, KeyHalf half) {
        HmacDigest digest = format.digest();
        this.tag = new byte[digest.length()];
        this.computed = new byte[digest.length()];
        this.key = half.cipherKey(format.cipher().keyLength(), "AES");
        try {
            this.cipher = Cipher.getInstance(CbcCipher.TRANSFORMATION);
            this.mac = Mac.getInstance(digest.algorithm());
            this.mac.init(half.hmacKey(digest.length(), digest.algorithm()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no " + format + " in this JDK", e);
        }
    }

    /// Encrypts with the IV at the beginning of [#sealed] and computes [#tag].
    ///
    /// @return how long IV and ciphertext are
    int seal(int plainLength) {
        try {
            start(Cipher.ENCRYPT_MODE);
            int length =
                    CbcCipher.BLOCK_LENGTH
                            + cipher.doFinal(plain, 0, plainLength, sealed, CbcCipher.BLOCK_LENGTH);
            authenticate(length, tag);
            return length;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("CBC refused to seal", e);
        }
    }

    /// Compares [#tag] and decrypts.
    ///
    /// @param length of IV and ciphertext
    /// @return how long packet id and payload are, -1 if they are not genuine
    int open(int length) {
        try {
            authenticate(length, computed);
            if (!MessageDigest.isEqual(computed, tag)) {
                return -1;
            }
            start(Cipher.DECRYPT_MODE);
            return cipher.doFinal(
                    sealed, CbcCipher.BLOCK_LENGTH, length - CbcCipher.BLOCK_LENGTH, plain, 0);
        } catch (BadPaddingException _) {
            return -1;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("CBC refused to open", e);
        }
    }

    /// The packet id at the beginning of [#plain].
    int packetId() {
        int packetId = 0;
        for (int i = 0; i < DataFormat.Cbc.PACKET_ID_LENGTH; i++) {
            packetId = (packetId << 8) | (plain[i] & 0xff);
        }
        return packetId;
    }

    void packetId(int packetId) {
        for (int i = 0; i < DataFormat.Cbc.PACKET_ID_LENGTH; i++) {
            plain[i] = (byte) (packetId >>> (24 - 8 * i));
        }
    }

    private void start(int mode) throws GeneralSecurityException {
        cipher.init(mode, key, new IvParameterSpec(sealed, 0, CbcCipher.BLOCK_LENGTH));
    }

    private void authenticate(int length, byte[] target) throws GeneralSecurityException {
        mac.update(sealed, 0, length);
        mac.doFinal(target, 0);
    }
}
