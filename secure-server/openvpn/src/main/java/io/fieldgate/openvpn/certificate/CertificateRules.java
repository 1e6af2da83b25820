package io.fieldgate.openvpn.certificate;

import java.time.Duration;
import java.util.Set;

/// What is asked of a peer's certificate beyond the rules that hold for all.
///
/// @param purpose must be among its extended key usages; anyExtendedKeyUsage does not count
/// @param purposeAlone whether there may be no other usage
/// @param keys the kinds of public key it may hold
/// @param clockTolerance how wrong the clock here or at the issuer may be; zero or more
public record CertificateRules(
        KeyPurpose purpose, boolean purposeAlone, Set<KeyType> keys, Duration clockTolerance) {
    /// Refuses a negative tolerance.
    public CertificateRules {
        keys = Set.copyOf(keys);
        if (clockTolerance.isNegative()) {
            throw new IllegalArgumentException("clockTolerance is negative");
        }
    }

    /// For a node or client of ours: clientAuth alone and a key on P-256, as our own CA issues.
    public static CertificateRules ownClient(Duration clockTolerance) {
        return new CertificateRules(
                KeyPurpose.CLIENT_AUTH, true, Set.of(KeyType.P256), clockTolerance);
    }

    /// For a server, ours or a stock one: serverAuth among its usages, any key that TLS can use.
    public static CertificateRules server(Duration clockTolerance) {
        return new CertificateRules(
                KeyPurpose.SERVER_AUTH,
                false,
                Set.of(KeyType.P256, KeyType.P384, KeyType.RSA),
                clockTolerance);
    }
}
