package io.fieldgate.pki.lint;

import java.time.Instant;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;

/// What of an issuer's certificate shows in the certificates that it issues.
public record IssuerIdentity(
        X500Name name, SubjectKeyIdentifier keyId, Instant notBefore, Instant notAfter) {

    public static IssuerIdentity of(X509CertificateHolder certificate) {
        Extension keyId = certificate.getExtension(Extension.subjectKeyIdentifier);
        if (keyId == null) {
            throw new IllegalArgumentException("an issuer without subject key identifier");
        }
        return new IssuerIdentity(
                certificate.getSubject(),
                SubjectKeyIdentifier.getInstance(keyId.getParsedValue()),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }
}
