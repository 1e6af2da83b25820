package io.fieldgate.openvpn.wire;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The construction under tls-crypt and under the wrapped client key (SIV-like): the tag is an
/// HMAC-SHA256 over associated data and plaintext, its first 16 bytes are the counter block of
/// AES-256-CTR. Owned by one thread.
///
/// Holds keys only. The JDK's engines are shared by all keys of a thread: to look one up costs more
/// than to protect a packet, and keys of strangers are opened before anything is known of them.
final class TagThenEncrypt {
    static final int TAG_LENGTH = 32;
    private static final int IV_LENGTH = 16;
    private static final ThreadLocal<Engines> ENGINES = ThreadLocal.withInitial(Engines::new);

    private final SecretKeySpec cipherKey;
    private final SecretKeySpec hmacKey;

    TagThenEncrypt(SecretKeySpec cipherKey, SecretKeySpec hmacKey) {
        this.cipherKey = cipherKey;
        this.hmacKey = hmacKey;
    }

    byte[] tag(ByteBuffer associatedData, ByteBuffer plaintext) {
        Mac mac = ENGINES.get().mac;
        try {
            mac.init(hmacKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 takes every key", e);
        }
        mac.update(associatedData.duplicate());
        mac.update(plaintext.duplicate());
        return mac.doFinal();
    }

    /// Encrypts or decrypts: in counter mode both are the same.
    ByteBuffer crypt(byte[] tag, ByteBuffer in) {
        Cipher cipher = ENGINES.get().cipher;
        ByteBuffer out = ByteBuffer.allocate(in.remaining());
        try {
            cipher.init(Cipher.ENCRYPT_MODE, cipherKey, new IvParameterSpec(tag, 0, IV_LENGTH));
            cipher.doFinal(in.duplicate(), out);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-CTR takes every input", e);
        }
        return out.flip();
    }

    /// Whether the tag belongs to the plaintext, in a time that does not depend on the bytes.
    boolean verify(byte[] tag, ByteBuffer associatedData, ByteBuffer plaintext) {
        return MessageDigest.isEqual(tag(associatedData, plaintext), tag);
    }

    /// Both get their key anew for each packet.
    private static final class Engines {
        final Cipher cipher;
        final Mac mac;

        Engines() {
            try {
                cipher = Cipher.getInstance("AES/CTR/NoPadding");
                mac = Mac.getInstance("HmacSHA256");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has AES-CTR and HmacSHA256", e);
            }
        }
    }
}
