package io.fieldgate.pki.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.pki.TestCsr;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.List;
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
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each test breaks one thing in a certificate that would pass.
class LinterTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant END = Instant.parse("2027-11-22T10:00:00Z");
    private static final BigInteger SERIAL = BigInteger.ONE.shiftLeft(126);
    private static final List<GeneralName> NAMES =
            List.of(new GeneralName(GeneralName.uniformResourceIdentifier, "urn:a"));

    private CertificatePlan plan;
    private V3TBSCertificateGenerator built;

    @BeforeEach
    void buildWhatPasses() throws Exception {
        SubjectPublicKeyInfo key = key("secp256r1");
        IssuerIdentity issuer =
                new IssuerIdentity(
                        CertificatePlan.name("issuer"),
                        CertificatePlan.keyId(key("secp384r1")),
                        START,
                        END.plusSeconds(1));
        plan = plan(SERIAL, issuer, key, END);
        built = new V3TBSCertificateGenerator();
        built.setSerialNumber(new ASN1Integer(SERIAL));
        built.setSignature(new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA384));
        built.setIssuer(issuer.name());
        built.setSubject(plan.subject());
        built.setStartDate(new Time(Date.from(START)));
        built.setEndDate(new Time(Date.from(END)));
        built.setSubjectPublicKeyInfo(key);
        built.setExtensions(extensions(KeyPurposeId.id_kp_clientAuth).generate());
    }

    @Test
    void aCertificateAsPlannedPasses() {
        TBSCertificate certificate = built.generateTBSCertificate();
        assertThat(Linter.lint(certificate, plan).toBeSigned()).isSameAs(certificate);
    }

    @Test
    void anotherSubjectIsFound() {
        built.setSubject(CertificatePlan.name("another"));
        assertViolation("subject");
    }

    @Test
    void anotherIssuerIsFound() {
        built.setIssuer(CertificatePlan.name("another"));
        assertViolation("issuer");
    }

    @Test
    void anotherSerialIsFound() {
        built.setSerialNumber(new ASN1Integer(SERIAL.add(BigInteger.ONE)));
        assertViolation("serial");
    }

    @Test
    void aShortSerialIsFoundEvenWhenPlanned() {
        plan = plan(BigInteger.TEN, plan.issuer(), plan.publicKey(), END);
        built.setSerialNumber(new ASN1Integer(BigInteger.TEN));
        assertViolation("serial length");
    }

    @Test
    void aWeakSignatureIsFound() {
        built.setSignature(new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA1));
        assertViolation("signature algorithm");
    }

    @Test
    void anEndBehindTheIssuersIsFoundEvenWhenPlanned() {
        Instant late = END.plusSeconds(2);
        plan = plan(SERIAL, plan.issuer(), plan.publicKey(), late);
        built.setEndDate(new Time(Date.from(late)));
        assertViolation("outlives its issuer");
    }

    @Test
    void aLifetimeBehindTheRolesIsFoundEvenWhenPlanned() {
        Instant late = Instant.parse("2036-11-22T10:00:00Z");
        IssuerIdentity issuer =
                new IssuerIdentity(plan.issuer().name(), plan.issuer().keyId(), START, late);
        plan = plan(SERIAL, issuer, plan.publicKey(), late);
        built.setEndDate(new Time(Date.from(late)));
        assertViolation("lifetime");
    }

    @Test
    void anotherKeyIsFound() throws Exception {
        built.setSubjectPublicKeyInfo(key("secp256r1"));
        assertViolation("public key");
    }

    @Test
    void aCurveThatDoesNotFitTheRoleIsFoundEvenWhenPlanned() throws Exception {
        SubjectPublicKeyInfo p384 = key("secp384r1");
        plan = plan(SERIAL, plan.issuer(), p384, END);
        built.setSubjectPublicKeyInfo(p384);
        assertViolation("curve");
    }

    @Test
    void aSecondUseIsFound() throws Exception {
        built.setExtensions(
                extensions(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth)
                        .generate());
        assertViolation("2.5.29.37");
    }

    @Test
    void anotherUseIsFound() throws Exception {
        built.setExtensions(extensions(KeyPurposeId.id_kp_serverAuth).generate());
        assertViolation("2.5.29.37");
    }

    @Test
    void aCaRightIsFound() throws Exception {
        ExtensionsGenerator extensions = extensions(KeyPurposeId.id_kp_clientAuth);
        extensions.replaceExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        built.setExtensions(extensions.generate());
        assertViolation("2.5.29.19");
    }

    @Test
    void anExtensionMoreIsFound() throws Exception {
        ExtensionsGenerator extensions = extensions(KeyPurposeId.id_kp_clientAuth);
        extensions.addExtension(
                Extension.issuerAlternativeName, false, new GeneralNames(NAMES.getFirst()));
        built.setExtensions(extensions.generate());
        assertViolation("not planned");
    }

    @Test
    void anExtensionLessIsFound() throws Exception {
        ExtensionsGenerator extensions = extensions(KeyPurposeId.id_kp_clientAuth);
        extensions.removeExtension(Extension.keyUsage);
        built.setExtensions(extensions.generate());
        assertViolation("2.5.29.15");
    }

    @Test
    void aMissingUseIsFound() throws Exception {
        ExtensionsGenerator extensions = extensions(KeyPurposeId.id_kp_clientAuth);
        extensions.removeExtension(Extension.extendedKeyUsage);
        built.setExtensions(extensions.generate());
        assertViolation("2.5.29.37");
    }

    private void assertViolation(String words) {
        assertThatThrownBy(() -> Linter.lint(built.generateTBSCertificate(), plan))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(words);
    }

    private static CertificatePlan plan(
            BigInteger serial, IssuerIdentity issuer, SubjectPublicKeyInfo key, Instant end) {
        return new CertificatePlan(
                serial, issuer, "peer", NAMES, CertificateRole.CLIENT, key, START, end);
    }

    private ExtensionsGenerator extensions(KeyPurposeId... purposes) throws Exception {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        extensions.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        extensions.addExtension(Extension.subjectKeyIdentifier, false, plan.keyId());
        extensions.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(plan.issuer().keyId().getKeyIdentifier()));
        extensions.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
        extensions.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(NAMES.getFirst()));
        return extensions;
    }

    private static SubjectPublicKeyInfo key(String curve) throws Exception {
        return SubjectPublicKeyInfo.getInstance(TestCsr.keyPair(curve).getPublic().getEncoded());
    }
}
