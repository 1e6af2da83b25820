package io.fieldgate.openvpn.certificate;

/// Which rule a certificate broke.
public enum RefusalReason {
    /// The chain is empty.
    NO_CERTIFICATE,
    /// Longer than [CertificateVerifier#MAX_LENGTH].
    TOO_LONG,
    /// Not DER, or not built as RFC 5280 section 4.1 says.
    MALFORMED,
    /// Not version 3.
    VERSION,
    /// Serial number zero, negative or longer than 20 bytes.
    SERIAL,
    /// The signature algorithm inside and outside differ.
    ALGORITHM_MISMATCH,
    /// A signature algorithm that is not allowed, or not that of the issuer's key.
    ALGORITHM,
    /// Issued under another name.
    ISSUER,
    /// The issuer's key did not sign it.
    SIGNATURE,
    /// An authority key identifier that is missing or names another key.
    KEY_IDENTIFIER,
    /// Its time is still to come.
    NOT_YET_VALID,
    /// Its time is over.
    EXPIRED,
    /// A public key of a kind, curve or size that is not allowed, or that is no key.
    KEY,
    /// One extension twice.
    DUPLICATE_EXTENSION,
    /// A critical extension that is unknown, or must not be critical.
    CRITICAL_EXTENSION,
    /// An extension that has no place in such a certificate.
    UNEXPECTED_EXTENSION,
    /// Basic constraints: a CA where a peer is due, or the other way round.
    BASIC_CONSTRAINTS,
    /// Key usage missing or wrong.
    KEY_USAGE,
    /// Extended key usage missing or wrong.
    EXTENDED_KEY_USAGE,
    /// An empty or unreadable subject.
    SUBJECT,
    /// A subject alternative name that is none.
    ALTERNATIVE_NAME,
    /// A name that the CA's name constraints do not permit, or cannot be compared with.
    NAME_CONSTRAINTS,
    /// The trusted CA's own certificate breaks a rule; the text says which.
    TRUSTED_CA,
    /// Genuine, but not of the server that was asked for.
    SERVER_NAME
}
