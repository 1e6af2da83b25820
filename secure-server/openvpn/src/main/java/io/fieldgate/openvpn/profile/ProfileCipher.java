package io.fieldgate.openvpn.profile;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A data cipher that a profile may offer.
public enum ProfileCipher {
    AES_256_GCM("AES-256-GCM"),
    AES_128_GCM("AES-128-GCM"),
    CHACHA20_POLY1305("CHACHA20-POLY1305"),
    /// With an HMAC by the digest of `auth`; only for old clients.
    AES_256_CBC("AES-256-CBC");

    /// What OpenVPN 2.6 and 2.7 offer unless told otherwise.
    static final List<ProfileCipher> DEFAULT = List.of(AES_256_GCM, AES_128_GCM, CHACHA20_POLY1305);

    private final String openvpnName;

    ProfileCipher(String openvpnName) {
        this.openvpnName = openvpnName;
    }

    /// The name in profiles and on the wire.
    public String openvpnName() {
        return openvpnName;
    }

    /// The cipher with this name, whatever its case; empty if it is none of ours.
    public static Optional<ProfileCipher> named(String openvpnName) {
        for (ProfileCipher cipher : values()) {
            if (cipher.openvpnName.equalsIgnoreCase(openvpnName)) {
                return Optional.of(cipher);
            }
        }
        return Optional.empty();
    }

    static String join(List<ProfileCipher> ciphers) {
        return ciphers.stream().map(ProfileCipher::openvpnName).collect(Collectors.joining(":"));
    }
}
