package io.fieldgate.pki.ca;

import static io.fieldgate.pki.ca.TestAuthority.NODE;
import static io.fieldgate.pki.ca.TestAuthority.START;
import static io.fieldgate.pki.ca.TestAuthority.TENANT_A;
import static io.fieldgate.pki.ca.TestAuthority.TENANT_B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.contract.CertificateRequest;
import io.fieldgate.contract.pki.CertificateOrder;
import io.fieldgate.contract.pki.CertificateSubject;
import io.fieldgate.contract.pki.IssuedCertificate;
import io.fieldgate.contract.pki.PortalBootstrap;
import io.fieldgate.contract.pki.Revocation;
import io.fieldgate.contract.pki.Revocation.Reason;
import io.fieldgate.contract.pki.TenantCa;
import io.fieldgate.pki.RefusedException;
import io.fieldgate.pki.TestCsr;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SignatureException;
import java.security.cert.CRLReason;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificationAuthorityTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef-secret";
    private static final CertificateSubject SUBJECT = new CertificateSubject.Node(TENANT_A, NODE);

    @TempDir Path directory;
    private TestAuthority test;
    private CertificationAuthority authority;

    @BeforeEach
    void open() throws Exception {
        test = new TestAuthority(directory);
        authority = test.open();
        authority.ensureTenantCa(TENANT_A);
    }

    @AfterEach
    void close() throws Exception {
        authority.close();
    }

    @Test
    void anOrderRepeatedGivesTheSameCertificate() throws Exception {
        CertificateOrder order = TestAuthority.order(SUBJECT);
        IssuedCertificate first = authority.issue(order);
        test.setClock(START.plus(Duration.ofDays(3)));
        assertThat(authority.issue(order)).isEqualTo(first);
        restart();
        assertThat(authority.issue(order)).isEqualTo(first);
    }

    @Test
    void anOrderIdUsedForSomethingElseIsRefused() throws Exception {
        CertificateOrder order = TestAuthority.order(SUBJECT);
        authority.issue(order);
        assertRefused(
                RefusedException.Reason.CONFLICT,
                () ->
                        authority.issue(
                                new CertificateOrder(
                                        order.orderId(),
                                        new CertificateSubject.Client(TENANT_A, NODE),
                                        order.csr())));
        assertRefused(
                RefusedException.Reason.CONFLICT,
                () ->
                        authority.issue(
                                new CertificateOrder(
                                        order.orderId(),
                                        SUBJECT,
                                        CertificateRequest.pem(TestCsr.p256()))));
    }

    @Test
    void twoOrdersNeverShareASerial() throws Exception {
        assertThat(authority.issue(TestAuthority.order(SUBJECT)).serial())
                .isNotEqualTo(authority.issue(TestAuthority.order(SUBJECT)).serial());
    }

    @Test
    void aRestartKeepsEverything() throws Exception {
        String root = authority.root();
        TenantCa tenant = authority.tenantCa(TENANT_A);
        IssuedCertificate revoked = authority.issue(TestAuthority.order(SUBJECT));
        authority.revoke(TENANT_A, new Revocation(revoked.serial(), Reason.KEY_COMPROMISE));
        BigInteger number = crlNumber(TENANT_A);
        IssuedCertificate portal =
                authority.bootstrapPortal(bootstrap(SECRET, TestCsr.p256()), SECRET);

        restart();

        assertThat(authority.root()).isEqualTo(root);
        assertThat(authority.tenantCa(TENANT_A)).isEqualTo(tenant);
        assertThat(authority.ensureTenantCa(TENANT_A)).isEqualTo(tenant);
        assertThat(isRevoked(TENANT_A, revoked)).isTrue();
        assertThat(crlNumber(TENANT_A)).isGreaterThan(number);
        assertThat(isPortal(portal)).isTrue();
    }

    @Test
    void tenantsHaveAuthoritiesOfTheirOwn() throws Exception {
        TenantCa a = authority.tenantCa(TENANT_A);
        TenantCa b = authority.ensureTenantCa(TENANT_B);
        assertThat(b.root()).isEqualTo(a.root());
        X509Certificate leaf = TestAuthority.leaf(authority.issue(TestAuthority.order(SUBJECT)));
        leaf.verify(TestAuthority.parse(a.certificate()).getPublicKey());
        assertThatThrownBy(() -> leaf.verify(TestAuthority.parse(b.certificate()).getPublicKey()))
                .isInstanceOf(SignatureException.class);
    }

    @Test
    void aTenantCannotRevokeAnothersCertificate() throws Exception {
        authority.ensureTenantCa(TENANT_B);
        IssuedCertificate issued = authority.issue(TestAuthority.order(SUBJECT));
        assertRefused(
                RefusedException.Reason.NOT_FOUND,
                () ->
                        authority.revoke(
                                TENANT_B, new Revocation(issued.serial(), Reason.UNSPECIFIED)));
        assertThat(isRevoked(TENANT_A, issued)).isFalse();
        assertThat(isRevoked(TENANT_B, issued)).isFalse();
    }

    @Test
    void withoutAnAuthorityNothingIsIssued() {
        assertRefused(
                RefusedException.Reason.NOT_FOUND,
                () ->
                        authority.issue(
                                TestAuthority.order(new CertificateSubject.Node(TENANT_B, NODE))));
    }

    @Test
    void aDestroyedAuthorityStaysDestroyed() throws Exception {
        CertificateOrder order = TestAuthority.order(SUBJECT);
        authority.issue(order);
        authority.destroyTenantCa(TENANT_A);
        authority.destroyTenantCa(TENANT_A);
        for (int round = 0; round < 2; round++) {
            assertRefused(RefusedException.Reason.GONE, () -> authority.issue(order));
            assertRefused(RefusedException.Reason.GONE, () -> authority.ensureTenantCa(TENANT_A));
            assertThat(directory.resolve("keys/tenant-" + TENANT_A + ".key")).doesNotExist();
            restart();
        }
    }

    @Test
    void aRevokedCertificateIsInTheListUntilItEnds() throws Exception {
        IssuedCertificate issued = authority.issue(TestAuthority.order(SUBJECT));
        BigInteger before = crlNumber(TENANT_A);
        authority.revoke(TENANT_A, new Revocation(issued.serial(), Reason.SUPERSEDED));
        authority.revoke(TENANT_A, new Revocation(issued.serial(), Reason.KEY_COMPROMISE));

        X509CRL crl = crl(TENANT_A);

        crl.verify(TestAuthority.parse(issued.issuer()).getPublicKey());
        assertThat(
                        crl.getRevokedCertificate(new BigInteger(issued.serial(), 16))
                                .getRevocationReason())
                .isEqualTo(CRLReason.SUPERSEDED);
        assertThat(crlNumber(TENANT_A)).isGreaterThan(before);
        assertThat(crl.getNextUpdate().toInstant()).isEqualTo(START.plus(Duration.ofDays(7)));
        test.setClock(issued.notAfter().plusSeconds(1));
        assertThat(isRevoked(TENANT_A, issued)).isFalse();
    }

    @Test
    void theListIsMadeAnewAfterAnHour() throws Exception {
        byte[] first = authority.crl(TENANT_A);
        assertThat(authority.crl(TENANT_A)).isEqualTo(first);
        test.setClock(START.plus(Duration.ofMinutes(61)));
        assertThat(authority.crl(TENANT_A)).isNotEqualTo(first);
    }

    @Test
    void aSerialThatIsNoSerialIsRefused() {
        for (String serial : new String[] {"", "0", "0a", "AB", "xyz", "a".repeat(41)}) {
            assertRefused(
                    RefusedException.Reason.INVALID,
                    () -> authority.revoke(TENANT_A, new Revocation(serial, Reason.UNSPECIFIED)));
        }
    }

    @Test
    void theBootstrapSecretWorksOnce() throws Exception {
        KeyPair key = TestCsr.p256();
        IssuedCertificate first = authority.bootstrapPortal(bootstrap(SECRET, key), SECRET);
        assertThat(isPortal(first)).isTrue();
        assertRefused(
                RefusedException.Reason.NOT_ALLOWED,
                () -> authority.bootstrapPortal(bootstrap(SECRET, TestCsr.p256()), SECRET));
        assertThat(authority.bootstrapPortal(bootstrap(SECRET, key), SECRET))
                .as("the answer was lost: the same key may ask again")
                .isEqualTo(first);
    }

    @Test
    void aWrongOrMissingSecretBindsNobody() {
        for (String[] pair :
                new String[][] {{"wrong", SECRET}, {SECRET, ""}, {"", ""}, {"short", "short"}}) {
            assertRefused(
                    RefusedException.Reason.NOT_ALLOWED,
                    () -> authority.bootstrapPortal(bootstrap(pair[0], TestCsr.p256()), pair[1]));
        }
    }

    @Test
    void aNewSecretBindsANewPortalAndForgetsTheOld() throws Exception {
        IssuedCertificate old =
                authority.bootstrapPortal(bootstrap(SECRET, TestCsr.p256()), SECRET);
        IssuedCertificate fresh =
                authority.bootstrapPortal(bootstrap(SECRET + "2", TestCsr.p256()), SECRET + "2");
        assertThat(isPortal(fresh)).isTrue();
        assertThat(isPortal(old)).isFalse();
    }

    @Test
    void aRenewedPortalIsKnownWithBothKeysUntilTheNextRenewal() throws Exception {
        IssuedCertificate first =
                authority.bootstrapPortal(bootstrap(SECRET, TestCsr.p256()), SECRET);
        IssuedCertificate second =
                authority.renewPortalIdentity(CertificateRequest.pem(TestCsr.p256()));
        assertThat(isPortal(first)).isTrue();
        assertThat(isPortal(second)).isTrue();
        IssuedCertificate third =
                authority.renewPortalIdentity(CertificateRequest.pem(TestCsr.p256()));
        assertThat(isPortal(first)).isFalse();
        assertThat(isPortal(third)).isTrue();
    }

    @Test
    void noOtherCertificateIsThePortals() throws Exception {
        KeyPair key = TestCsr.p256();
        IssuedCertificate portal = authority.bootstrapPortal(bootstrap(SECRET, key), SECRET);
        assertThat(isPortal(authority.issue(TestAuthority.order(SUBJECT)))).isFalse();
        assertThat(
                        isPortal(
                                authority.issue(
                                        TestAuthority.order(
                                                new CertificateSubject.ControlLink(
                                                        TENANT_A, NODE)))))
                .isFalse();
        test.setClock(portal.notAfter().plusSeconds(1));
        assertThat(isPortal(portal)).isFalse();
    }

    @Test
    void aLostAuthorityKeyIsNotReplacedInSilence() throws Exception {
        authority.close();
        Files.delete(directory.resolve("keys/tenant-" + TENANT_A + ".key"));
        authority = test.open();
        assertThatThrownBy(() -> authority.ensureTenantCa(TENANT_A))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("backup");
        assertThat(authority.ensureTenantCa(TENANT_B)).as("others go on").isNotNull();
    }

    private void restart() throws Exception {
        authority.close();
        authority = test.open();
    }

    private boolean isPortal(IssuedCertificate issued) throws Exception {
        return authority.isPortal(TestAuthority.leaf(issued).getEncoded());
    }

    private boolean isRevoked(String tenantId, IssuedCertificate issued) throws Exception {
        return crl(tenantId).getRevokedCertificate(new BigInteger(issued.serial(), 16)) != null;
    }

    private X509CRL crl(String tenantId) throws Exception {
        return (X509CRL)
                CertificateFactory.getInstance("X.509")
                        .generateCRL(new ByteArrayInputStream(authority.crl(tenantId)));
    }

    private BigInteger crlNumber(String tenantId) throws Exception {
        Extension number =
                new X509CRLHolder(authority.crl(tenantId)).getExtension(Extension.cRLNumber);
        return CRLNumber.getInstance(number.getParsedValue()).getCRLNumber();
    }

    private static PortalBootstrap bootstrap(String secret, KeyPair key) throws Exception {
        return new PortalBootstrap(secret, CertificateRequest.pem(key));
    }

    private interface Call {
        void run() throws Exception;
    }

    private static void assertRefused(RefusedException.Reason reason, Call call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
