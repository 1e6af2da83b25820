package io.fieldgate.openvpn.data;

import io.fieldgate.openvpn.aead.Aead;
import io.fieldgate.openvpn.aead.AeadAlgorithm;
import java.util.Optional;

/// The ciphers of the data channel, best first. All are AEAD with 12-byte nonces and 16-byte tags.
public enum DataCipher {
    AES_256_GCM("AES-256-GCM", AeadAlgorithm.AES_256_GCM),
    AES_192_GCM("AES-192-GCM", AeadAlgorithm.AES_192_GCM),
    AES_128_GCM("AES-128-GCM", AeadAlgorithm.AES_128_GCM),
    CHACHA20_POLY1305("CHACHA20-POLY1305", AeadAlgorithm.CHACHA20_POLY1305);

    static final int TAG_LENGTH = Aead.TAG_LENGTH;
    static final int NONCE_LENGTH = Aead.NONCE_LENGTH;

    private final String openvpnName;
    private final AeadAlgorithm algorithm;

    DataCipher(String openvpnName, AeadAlgorithm algorithm) {
        this.openvpnName = openvpnName;
        this.algorithm = algorithm;
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

    AeadAlgorithm algorithm() {
        return algorithm;
    }

    int keyLength() {
        return algorithm.keyLength();
    }

    boolean isGcm() {
        return this != CHACHA20_POLY1305;
    }
}
