package io.fieldgate.openvpn.data;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/// The ciphers of the data channel, best first. All are AEAD with 12-byte nonces and 16-byte tags.
public enum DataCipher {
    AES_256_GCM("AES-256-GCM", 32, "AES/GCM/NoPadding", "AES"),
    AES_192_GCM("AES-192-GCM", 24, "AES/GCM/NoPadding", "AES"),
    AES_128_GCM("AES-128-GCM", 16, "AES/GCM/NoPadding", "AES"),
    CHACHA20_POLY1305("CHACHA20-POLY1305", 32, "ChaCha20-Poly1305", "ChaCha20");

    static final int TAG_LENGTH = 16;
    static final int NONCE_LENGTH = 12;

    private final String openvpnName;
    private final int keyLength;
    private final String transformation;
    private final String keyAlgorithm;

    DataCipher(String openvpnName, int keyLength, String transformation, String keyAlgorithm) {
        this.openvpnName = openvpnName;
        this.keyLength = keyLength;
        this.transformation = transformation;
        this.keyAlgorithm = keyAlgorithm;
    }

    /// The name in `IV_CIPHERS` and in the push reply.
    public String openvpnName() {
        return openvpnName;
    }

    /// The cipher with this name, whatever its case, if it is one of ours.
    public static Optional<DataCipher> named(String openvpnName) {
        for (DataCipher cipher : values()) {
            if (cipher.openvpnName.equalsIgnoreCase(openvpnName)) {
                return Optional.of(cipher);
            }
        }
        return Optional.empty();
    }

    int keyLength() {
        return keyLength;
    }

    boolean isGcm() {
        return this != CHACHA20_POLY1305;
    }

    Cipher newCipher() {
        try {
            return Cipher.getInstance(transformation);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + transformation, e);
        }
    }

    String keyAlgorithm() {
        return keyAlgorithm;
    }

    AlgorithmParameterSpec parameters(byte[] nonce) {
        return isGcm()
                ? new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, nonce)
                : new IvParameterSpec(nonce);
    }
}
