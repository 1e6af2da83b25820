package io.fieldgate.pki.lint;

import org.bouncycastle.asn1.x509.TBSCertificate;

/// A certificate, not yet signed, that passed [Linter]; exists only if it did.
public final class LintedCertificate {
    private final TBSCertificate toBeSigned;

    LintedCertificate(TBSCertificate toBeSigned) {
        this.toBeSigned = toBeSigned;
    }

    public TBSCertificate toBeSigned() {
        return toBeSigned;
    }
}
