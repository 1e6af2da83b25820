package io.fieldgate.openvpn.data;

import java.util.Optional;

/// The block ciphers of old clients that know no AEAD. Only with an [HmacDigest].
public enum CbcCipher {
    AES_256_CBC("AES-256-CBC", 32),
    AES_128_CBC("AES-128-CBC", 16);

    static final int BLOCK_LENGTH = 16;
    static final String TRANSFORMATION = "AES/CBC/PKCS5Padding";

    private final String openvpnName;
    private final int keyLength;

    CbcCipher(String openvpnName, int keyLength) {
        this.openvpnName = openvpnName;
        this.keyLength = keyLength;
    }

    /// The name in the options string, in `IV_CIPHERS` and in the push reply.
    public String openvpnName() {
        return openvpnName;
    }

    /// The cipher with this name, whatever its case, if it is one of ours.
    public static Optional<CbcCipher> named(String openvpnName) {
        for (CbcCipher cipher : values()) {
            if (cipher.openvpnName.equalsIgnoreCase(openvpnName)) {
                return Optional.of(cipher);
            }
        }
        return Optional.empty();
    }

    int keyLength() {
        return keyLength;
    }
}
