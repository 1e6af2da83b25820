package io.fieldgate.openvpn.aead;

/// The algorithms of data channels, all with nonces of 12 and tags of 16 bytes.
public enum AeadAlgorithm {
    /// NIST SP 800-38D.
    AES_256_GCM(32),
    /// NIST SP 800-38D.
    AES_192_GCM(24),
    /// NIST SP 800-38D.
    AES_128_GCM(16),
    /// RFC 8439.
    CHACHA20_POLY1305(32);

    private final int keyLength;

    AeadAlgorithm(int keyLength) {
        this.keyLength = keyLength;
    }

    /// In bytes.
    public int keyLength() {
        return keyLength;
    }
}
