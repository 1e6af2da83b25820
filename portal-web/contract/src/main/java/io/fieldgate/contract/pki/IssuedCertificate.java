package io.fieldgate.contract.pki;

import java.time.Instant;

/// A certificate and what others must know of it.
///
/// @param serial serial number, lower-case hex without leading zeros
/// @param spkiSha256 SHA-256 of its SubjectPublicKeyInfo, lower-case hex
/// @param notBefore start of validity (backdated, so that slow clocks do no harm)
/// @param notAfter end of validity
/// @param certificate the leaf in PEM
/// @param issuer the issuing CA in PEM
/// @param root the root CA in PEM
public record IssuedCertificate(
        String serial,
        String spkiSha256,
        Instant notBefore,
        Instant notAfter,
        String certificate,
        String issuer,
        String root) {}
