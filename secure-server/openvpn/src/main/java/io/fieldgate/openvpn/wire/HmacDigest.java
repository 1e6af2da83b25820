package io.fieldgate.openvpn.wire;

import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import javax.crypto.Mac;

/// The digests of `--auth` that stock clients use, by OpenVPN's names. They count in tls-auth and
/// in the data channel's CBC mode only.
public enum HmacDigest {
    SHA256("HmacSHA256", 32),
    SHA512("HmacSHA512", 64),
    SHA1("HmacSHA1", 20);

    private final String algorithm;
    private final int length;

    HmacDigest(String algorithm, int length) {
        this.algorithm = algorithm;
        this.length = length;
    }

    /// The digest with this name, whatever its case, if it is one of ours.
    public static Optional<HmacDigest> named(String openvpnName) {
        for (HmacDigest digest : values()) {
            if (digest.name().equalsIgnoreCase(openvpnName)) {
                return Optional.of(digest);
            }
        }
        return Optional.empty();
    }

    /// Bytes of a tag, and of the key that makes it.
    public int length() {
        return length;
    }

    /// The JCA's name.
    public String algorithm() {
        return algorithm;
    }

    /// A new one without a key.
    public Mac newMac() {
        try {
            return Mac.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
