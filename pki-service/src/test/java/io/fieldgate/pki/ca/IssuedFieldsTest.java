package io.fieldgate.pki.ca;

import static io.fieldgate.pki.ca.TestAuthority.NODE;
import static io.fieldgate.pki.ca.TestAuthority.START;
import static io.fieldgate.pki.ca.TestAuthority.TENANT_A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.contract.pki.CertificateOrder;
import io.fieldgate.contract.pki.CertificateSubject;
import io.fieldgate.contract.pki.IssuedCertificate;
import io.fieldgate.pki.RefusedException;
import io.fieldgate.pki.TestCsr;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuedFieldsTest {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final int SAN_DNS = 2;
    private static final int SAN_URI = 6;
    private static final int SAN_IP = 7;

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
    void aForgedRequestChangesNothingInTheCertificate() throws Exception {
        KeyPair pair = TestCsr.p256();
        String forged = TestCsr.greedy(pair, UUID.randomUUID().toString());

        X509Certificate leaf =
                issue(
                        new CertificateOrder(
                                UUID.randomUUID().toString(),
                                new CertificateSubject.Node(TENANT_A, NODE),
                                forged));

        assertThat(leaf.getPublicKey()).isEqualTo(pair.getPublic());
        assertIdentity(leaf, NODE, "node", CLIENT_AUTH);
        assertThat(leaf.getCriticalExtensionOIDs())
                .containsExactlyInAnyOrder("2.5.29.15", "2.5.29.19");
        assertThat(leaf.getNonCriticalExtensionOIDs())
                .containsExactlyInAnyOrder("2.5.29.14", "2.5.29.17", "2.5.29.35", "2.5.29.37");
    }

    @Test
    void eachSubjectHasExactlyOneUse() throws Exception {
        assertIdentity(
                issue(new CertificateSubject.Client(TENANT_A, NODE)), NODE, "client", CLIENT_AUTH);
        assertIdentity(
                issue(new CertificateSubject.VpnServer(TENANT_A, NODE)),
                NODE,
                "secure-server",
                SERVER_AUTH);
        assertIdentity(
                issue(new CertificateSubject.ControlLink(TENANT_A, NODE)),
                NODE,
                "secure-server",
                CLIENT_AUTH);
    }

    @Test
    void thePortalsCertificateNamesItsHosts() throws Exception {
        X509Certificate leaf =
                issue(
                        new CertificateSubject.Portal(
                                List.of("Portal.Example.org", "127.0.0.1", "::1")));

        assertThat(leaf.getExtendedKeyUsage()).containsExactly(SERVER_AUTH);
        assertThat(leaf.getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(
                        List.of(SAN_DNS, "portal.example.org"),
                        List.of(SAN_IP, "127.0.0.1"),
                        List.of(SAN_IP, "0:0:0:0:0:0:0:1"));
    }

    @Test
    void hostsThatAreNoHostsAreRefused() {
        for (String host :
                List.of(
                        "",
                        "*.example.org",
                        "a b",
                        "a\nb",
                        "-a.example",
                        "a..b",
                        "999.1.1.1",
                        "ü.example",
                        "a".repeat(64),
                        "</ca>")) {
            assertThatThrownBy(() -> issue(new CertificateSubject.Portal(List.of(host))))
                    .as(host)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("DNS name");
        }
    }

    @Test
    void tooManyHostsAreRefused() {
        List<String> hosts = Collections.nCopies(HostNames.MAX_HOSTS + 1, "a.example");
        assertThatThrownBy(() -> issue(new CertificateSubject.Portal(hosts)))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void idsInAnotherSpellingAreRefused() {
        for (String id : List.of("", "1", "ABCDEF11-1111-4111-8111-111111111111", "x\ny")) {
            assertThatThrownBy(() -> issue(new CertificateSubject.Node(TENANT_A, id)))
                    .hasMessageContaining("UUID");
        }
        assertThatThrownBy(() -> issue(new CertificateSubject.Node("ABC", NODE)))
                .hasMessageContaining("UUID");
    }

    @Test
    void chainsAreValidUpToTheRoot() throws Exception {
        IssuedCertificate issued =
                authority.issue(TestAuthority.order(new CertificateSubject.Client(TENANT_A, NODE)));
        List<X509Certificate> chain =
                List.of(
                        TestAuthority.parse(issued.certificate()),
                        TestAuthority.parse(issued.issuer()));
        PKIXParameters parameters =
                new PKIXParameters(
                        Set.of(new TrustAnchor(TestAuthority.parse(issued.root()), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(START));
        assertThat(
                        CertPathValidator.getInstance("PKIX")
                                .validate(
                                        CertificateFactory.getInstance("X.509")
                                                .generateCertPath(chain),
                                        parameters))
                .isNotNull();
        assertThat(chain.get(1).getBasicConstraints()).isZero();
        assertThat(chain.get(1).getExtendedKeyUsage()).isNull();
    }

    @Test
    void lifetimesAreThoseOfTheRole() throws Exception {
        assertLifetime(issue(new CertificateSubject.Node(TENANT_A, NODE)), 730, 732);
        assertLifetime(issue(new CertificateSubject.Client(TENANT_A, NODE)), 365, 367);
        assertLifetime(issue(new CertificateSubject.VpnServer(TENANT_A, NODE)), 365, 367);
        test.setClock(START.plus(Duration.ofHours(1)));
        assertThat(issue(new CertificateSubject.Node(TENANT_A, NODE)).getNotBefore().toInstant())
                .isEqualTo(START.plus(Duration.ofMinutes(50)));
    }

    @Test
    void noLeafOutlivesItsIssuer() throws Exception {
        Instant end =
                TestAuthority.parse(authority.tenantCa(TENANT_A).certificate())
                        .getNotAfter()
                        .toInstant();
        test.setClock(end.minus(Duration.ofDays(30)));

        X509Certificate leaf = issue(new CertificateSubject.Node(TENANT_A, NODE));

        assertThat(leaf.getNotAfter().toInstant()).isEqualTo(end);
    }

    @Test
    void aClockBeforeTheAuthoritysStartIsNamed() {
        test.setClock(Instant.EPOCH);
        assertThatThrownBy(() -> issue(new CertificateSubject.Node(TENANT_A, NODE)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("clock")
                .hasMessageContaining("1970");
    }

    private X509Certificate issue(CertificateSubject subject) throws Exception {
        return issue(TestAuthority.order(subject));
    }

    private X509Certificate issue(CertificateOrder order) throws Exception {
        return TestAuthority.leaf(authority.issue(order));
    }

    private static void assertIdentity(
            X509Certificate leaf, String commonName, String kind, String use) throws Exception {
        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=" + commonName);
        assertThat(leaf.getExtendedKeyUsage()).containsExactly(use);
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        boolean[] digitalSignatureOnly = {
            true, false, false, false, false, false, false, false, false
        };
        assertThat(leaf.getKeyUsage()).isEqualTo(digitalSignatureOnly);
        assertThat(new ArrayList<>(leaf.getSubjectAlternativeNames()))
                .containsExactly(
                        List.of(
                                SAN_URI,
                                "urn:fieldgate:tenant:"
                                        + TENANT_A
                                        + ":"
                                        + kind
                                        + ":"
                                        + commonName));
        assertThat(leaf.getSerialNumber().signum()).isPositive();
        assertThat(leaf.getSerialNumber().bitLength()).isEqualTo(127);
    }

    private static void assertLifetime(X509Certificate leaf, int daysMin, int daysMax) {
        assertThat(
                        Duration.between(
                                leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant()))
                .isBetween(Duration.ofDays(daysMin), Duration.ofDays(daysMax));
    }
}
