package io.fieldgate.openvpn.profile;

import java.util.Optional;

/// The digest of `auth`: for tls-auth and for data ciphers that are not AEAD.
public enum AuthDigest {
    SHA1,
    SHA256,
    SHA384,
    SHA512;

    /// OpenVPN's own default.
    static final AuthDigest DEFAULT = SHA1;

    /// The name in profiles.
    public String openvpnName() {
        return name();
    }

    /// The digest with this name, whatever its case; empty if it is none of ours.
    public static Optional<AuthDigest> named(String openvpnName) {
        for (AuthDigest digest : values()) {
            if (digest.name().equalsIgnoreCase(openvpnName.replace("SHA-", "SHA"))) {
                return Optional.of(digest);
            }
        }
        return Optional.empty();
    }
}
