package io.fieldgate.pki.ca;

import io.fieldgate.pki.lint.CertificatePlan;
import java.io.IOException;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// Builds the unsigned certificate (RFC 5280 section 4.1.2) that a plan describes.
final class TbsBuilder {
    private TbsBuilder() {}

    static TBSCertificate build(CertificatePlan plan) throws IOException {
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(plan.serial()));
        generator.setSignature(new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA384));
        generator.setIssuer(plan.issuer().name());
        generator.setStartDate(new Time(Date.from(plan.notBefore())));
        generator.setEndDate(new Time(Date.from(plan.notAfter())));
        generator.setSubject(plan.subject());
        generator.setSubjectPublicKeyInfo(plan.publicKey());
        generator.setExtensions(extensions(plan).generate());
        return generator.generateTBSCertificate();
    }

    private static ExtensionsGenerator extensions(CertificatePlan plan) throws IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(
                Extension.basicConstraints,
                true,
                plan.role().isAuthority()
                        ? new BasicConstraints(plan.role().pathLength())
                        : new BasicConstraints(false));
        extensions.addExtension(Extension.keyUsage, true, new KeyUsage(plan.role().keyUsage()));
        extensions.addExtension(Extension.subjectKeyIdentifier, false, plan.keyId());
        extensions.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(plan.issuer().keyId().getKeyIdentifier()));
        KeyPurposeId purpose = plan.role().extendedKeyUsage();
        if (purpose != null) {
            extensions.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        }
        if (!plan.alternativeNames().isEmpty()) {
            extensions.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(plan.alternativeNames().toArray(GeneralName[]::new)));
        }
        return extensions;
    }
}
