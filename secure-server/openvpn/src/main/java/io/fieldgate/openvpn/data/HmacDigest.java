package io.fieldgate.openvpn.data;

import java.util.Optional;

/// The digests of OpenVPN's option `auth` that authenticate packets of a [CbcCipher]. Clients do
/// not negotiate it: it is what their profile says, SHA1 if it says nothing.
public enum HmacDigest {
    SHA1("HmacSHA1", 20),
    SHA256("HmacSHA256", 32),
    SHA512("HmacSHA512", 64);

    private final String macAlgorithm;
    private final int length;

    HmacDigest(String macAlgorithm, int length) {
        this.macAlgorithm = macAlgorithm;
        this.length = length;
    }

    /// The digest with this name in the options string, whatever its case, if it is one of ours.
    public static Optional<HmacDigest> named(String openvpnName) {
        for (HmacDigest digest : values()) {
            if (digest.name().equalsIgnoreCase(openvpnName)) {
                return Optional.of(digest);
            }
        }
        return Optional.empty();
    }

    String macAlgorithm() {
        return macAlgorithm;
    }

    /// Of the key as of the result, in bytes.
    int length() {
        return length;
    }
}
