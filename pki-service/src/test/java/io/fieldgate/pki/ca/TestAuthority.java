package io.fieldgate.pki.ca;

import io.fieldgate.contract.CertificateRequest;
import io.fieldgate.contract.pki.CertificateOrder;
import io.fieldgate.contract.pki.CertificateSubject;
import io.fieldgate.contract.pki.IssuedCertificate;
import io.fieldgate.pki.RefusedException;
import io.fieldgate.pki.TestCsr;
import io.fieldgate.pki.key.SoftwareKeyVault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/// Opens real authorities on a directory, with a clock that the test sets.
final class TestAuthority {
    static final String TENANT_A = "11111111-1111-4111-8111-111111111111";
    static final String TENANT_B = "22222222-2222-4222-8222-222222222222";
    static final String NODE = "33333333-3333-4333-8333-333333333333";
    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final Path directory;
    private Instant now = START;

    TestAuthority(Path directory) {
        this.directory = directory;
    }

    CertificationAuthority open() throws IOException, RefusedException {
        return CertificationAuthority.open(
                directory.resolve("journal"),
                SoftwareKeyVault.open(
                        directory.resolve("keys"), directory.resolve("kek"), new SecureRandom()),
                clock(),
                new SecureRandom());
    }

    InstantSource clock() {
        return () -> now;
    }

    void setClock(Instant instant) {
        now = instant;
    }

    static CertificateOrder order(CertificateSubject subject) throws GeneralSecurityException {
        return new CertificateOrder(
                UUID.randomUUID().toString(), subject, CertificateRequest.pem(TestCsr.p256()));
    }

    static X509Certificate leaf(IssuedCertificate issued) throws GeneralSecurityException {
        return parse(issued.certificate());
    }

    static X509Certificate parse(String pem) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
