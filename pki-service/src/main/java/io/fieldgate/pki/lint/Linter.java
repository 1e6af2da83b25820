package io.fieldgate.pki.lint;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/// Checks a certificate before it is signed: against its plan, and against the rules that hold for
/// all certificates (RFC 5280 and our own profile).
///
/// A violation is a fault of this program, never of a caller.
public final class Linter {
    private static final AlgorithmIdentifier SIGNATURE =
            new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA384);
    private static final int VERSION_3 = 3;
    private static final int SERIAL_BITS_MIN = 64;
    private static final int SERIAL_BITS_MAX = 159;
    private static final int COMMON_NAME_MAX = 64;

    private Linter() {}

    /// @throws IllegalStateException naming every violation
    public static LintedCertificate lint(TBSCertificate certificate, CertificatePlan plan) {
        List<String> violations = new ArrayList<>();
        lintFields(certificate, plan, violations);
        lintValidity(certificate, plan, violations);
        lintKey(certificate, plan, violations);
        lintExtensions(certificate, plan, violations);
        if (!violations.isEmpty()) {
            throw new IllegalStateException("certificate not signed: " + violations);
        }
        return new LintedCertificate(certificate);
    }

    private static void lintFields(
            TBSCertificate certificate, CertificatePlan plan, List<String> violations) {
        BigInteger serial = certificate.getSerialNumber().getValue();
        require(certificate.getVersionNumber() == VERSION_3, "version", violations);
        require(serial.equals(plan.serial()), "serial is not the planned one", violations);
        require(
                serial.signum() > 0
                        && serial.bitLength() >= SERIAL_BITS_MIN
                        && serial.bitLength() <= SERIAL_BITS_MAX,
                "serial length or sign",
                violations);
        require(SIGNATURE.equals(certificate.getSignature()), "signature algorithm", violations);
        require(certificate.getIssuer().equals(plan.issuer().name()), "issuer", violations);
        require(certificate.getSubject().equals(plan.subject()), "subject", violations);
        require(
                !plan.commonName().isBlank() && plan.commonName().length() <= COMMON_NAME_MAX,
                "length of common name",
                violations);
        require(certificate.getIssuerUniqueId() == null, "issuer unique id", violations);
        require(certificate.getSubjectUniqueId() == null, "subject unique id", violations);
    }

    private static void lintValidity(
            TBSCertificate certificate, CertificatePlan plan, List<String> violations) {
        Instant notBefore = certificate.getStartDate().getDate().toInstant();
        Instant notAfter = certificate.getEndDate().getDate().toInstant();
        require(notBefore.equals(plan.notBefore()), "start is not the planned one", violations);
        require(notAfter.equals(plan.notAfter()), "end is not the planned one", violations);
        require(notBefore.isBefore(notAfter), "ends before it starts", violations);
        require(
                Duration.between(notBefore, notAfter).compareTo(plan.role().longestLifetime()) <= 0,
                "lifetime too long",
                violations);
        require(
                !notBefore.isBefore(plan.issuer().notBefore())
                        && !notAfter.isAfter(plan.issuer().notAfter()),
                "outlives its issuer",
                violations);
    }

    private static void lintKey(
            TBSCertificate certificate, CertificatePlan plan, List<String> violations) {
        ASN1ObjectIdentifier curve =
                plan.role().isAuthority()
                        ? SECObjectIdentifiers.secp384r1
                        : SECObjectIdentifiers.secp256r1;
        require(
                certificate
                        .getSubjectPublicKeyInfo()
                        .getAlgorithm()
                        .equals(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve)),
                "key algorithm or curve",
                violations);
        require(
                certificate.getSubjectPublicKeyInfo().equals(plan.publicKey()),
                "public key is not the planned one",
                violations);
    }

    private static void lintExtensions(
            TBSCertificate certificate, CertificatePlan plan, List<String> violations) {
        Extensions extensions = certificate.getExtensions();
        if (extensions == null) {
            violations.add("no extensions");
            return;
        }
        CertificateRole role = plan.role();
        Set<ASN1ObjectIdentifier> expected = new HashSet<>();
        expect(
                extensions,
                Extension.basicConstraints,
                true,
                role.isAuthority()
                        ? new BasicConstraints(role.pathLength())
                        : new BasicConstraints(false),
                expected,
                violations);
        expect(
                extensions,
                Extension.keyUsage,
                true,
                new KeyUsage(role.keyUsage()),
                expected,
                violations);
        expect(
                extensions,
                Extension.subjectKeyIdentifier,
                false,
                new SubjectKeyIdentifier(plan.keyId().getKeyIdentifier()),
                expected,
                violations);
        expect(
                extensions,
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(plan.issuer().keyId().getKeyIdentifier()),
                expected,
                violations);
        KeyPurposeId purpose = role.extendedKeyUsage();
        if (purpose != null) {
            expect(
                    extensions,
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(purpose),
                    expected,
                    violations);
        }
        if (!plan.alternativeNames().isEmpty()) {
            expect(
                    extensions,
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(plan.alternativeNames().toArray(GeneralName[]::new)),
                    expected,
                    violations);
        }
        require(
                role.isAuthority() == plan.alternativeNames().isEmpty(),
                "leafs have alternative names, CAs have none",
                violations);
        require(
                expected.equals(new HashSet<>(Arrays.asList(extensions.getExtensionOIDs()))),
                "an extension that was not planned",
                violations);
    }

    private static void expect(
            Extensions extensions,
            ASN1ObjectIdentifier id,
            boolean critical,
            ASN1Encodable value,
            Set<ASN1ObjectIdentifier> expected,
            List<String> violations) {
        expected.add(id);
        Extension extension = extensions.getExtension(id);
        require(
                extension != null
                        && extension.isCritical() == critical
                        && value.toASN1Primitive()
                                .equals(extension.getParsedValue().toASN1Primitive()),
                "extension " + id,
                violations);
    }

    private static void require(boolean holds, String rule, List<String> violations) {
        if (!holds) {
            violations.add(rule);
        }
    }
}
