package io.fieldgate.pki.csr;

import java.util.Objects;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/// The public key of a certification request that passed [CsrReview]; exists only if it did.
///
/// Nothing else of the request survives: names, extensions and attributes are not even kept.
public final class ReviewedCsr {
    private final SubjectPublicKeyInfo publicKey;

    ReviewedCsr(SubjectPublicKeyInfo publicKey) {
        this.publicKey = Objects.requireNonNull(publicKey);
    }

    /// A P-256 key whose private half the requester was shown to hold.
    public SubjectPublicKeyInfo publicKey() {
        return publicKey;
    }
}
