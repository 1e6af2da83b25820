package io.fieldgate.openvpn.wire;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;

/// OpenVPN's 256 bytes of key material: two halves of `cipher[64] | hmac[64]`.
///
/// Half 0 protects what the server sends on the control channel, half 1 what the client sends.
/// Immutable; it never shows its bytes in text.
public final class StaticKey {
    /// Length in bytes.
    public static final int LENGTH = 256;

    private static final int HALF = 128;
    private static final int HMAC_OFFSET = 64;
    private static final int USED = 32;

    private final byte[] bytes;

    private StaticKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A key of these 256 bytes, which are copied.
    public static StaticKey of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a static key has 256 bytes, not " + bytes.length);
        }
        return new StaticKey(bytes.clone());
    }

    /// A new key.
    public static StaticKey generate(SecureRandom random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return new StaticKey(bytes);
    }

    /// The key of dynamic tls-crypt: exported keying material XOR the key in use until now.
    public StaticKey xor(byte[] exported) {
        StaticKey result = of(exported);
        for (int i = 0; i < LENGTH; i++) {
            result.bytes[i] ^= bytes[i];
        }
        return result;
    }

    /// A copy of the key material.
    public byte[] toBytes() {
        return bytes.clone();
    }

    SecretKeySpec cipherKey(int half) {
        return new SecretKeySpec(bytes, half * HALF, USED, "AES");
    }

    SecretKeySpec hmacKey(int half) {
        return new SecretKeySpec(bytes, half * HALF + HMAC_OFFSET, USED, "HmacSHA256");
    }

    SecretKeySpec hmacKey(int half, HmacDigest digest) {
        return new SecretKeySpec(
                bytes, half * HALF + HMAC_OFFSET, digest.length(), digest.algorithm());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StaticKey key && MessageDigest.isEqual(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "StaticKey[not shown]";
    }
}
