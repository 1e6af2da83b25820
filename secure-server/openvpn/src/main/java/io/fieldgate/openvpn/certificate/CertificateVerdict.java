package io.fieldgate.openvpn.certificate;

import java.math.BigInteger;
import java.util.Optional;

/// The answer of [CertificateVerifier].
public sealed interface CertificateVerdict {
    /// Genuine: issued by the trusted CA for this purpose, and its time is now.
    ///
    /// Whether its holder is still welcome is another question: see the allowlist.
    ///
    /// @param subject as OpenVPN writes it: `C=DE, O=Works, CN=vpn`
    /// @param commonName the only CN of the subject; empty if there is none, or more than one
    /// @param serial positive, at most 20 bytes
    /// @param publicKeySha256 hash of the SubjectPublicKeyInfo, 64 hex digits in lower case
    record Accepted(
            String subject, Optional<String> commonName, BigInteger serial, String publicKeySha256)
            implements CertificateVerdict {}

    /// Not to be trusted.
    ///
    /// @param text for a log or a user; quotes nothing of the certificate but its dates
    record Refused(RefusalReason reason, String text) implements CertificateVerdict {}
}
