package io.fieldgate.server.session;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.server.support.TestCa;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantTrustManagerTest {
    private static final String NAME = "3f1f7a52-96a3-4c0f-8a55-4d40c6f0a001";

    @TempDir private static Path directory;
    private static TestCa tenantCa;

    @BeforeAll
    static void makeCa() throws Exception {
        tenantCa = new TestCa(directory, "tenant");
    }

    @Test
    void aGoodPeersCertificateIsTrusted() throws Exception {
        X509Certificate leaf = tenantCa.issue(NAME, TestCa.CLIENT).certificate();
        assertThatCode(() -> check(leaf)).doesNotThrowAnyException();
    }

    @Test
    void anotherTenantsCaIsNotTrustedEvenIfItHasTheSameName() throws Exception {
        TestCa other = new TestCa(Files.createTempDirectory(directory, "other"), "tenant");
        refuses(other.issue(NAME, TestCa.CLIENT).certificate(), "not issued by the trusted CA");
    }

    @Test
    void aChainDoesNotHelpALeafOfAnotherCa() throws Exception {
        TestCa other = new TestCa(directory, "stranger");
        X509Certificate leaf = other.issue(NAME, TestCa.CLIENT).certificate();
        assertThatThrownBy(() ->
                        trust(Instant.now())
                                .checkClientTrusted(
                                        new X509Certificate[] {
                                            leaf, other.certificate(), tenantCa.certificate()
                                        },
                                        "EC"))
                .hasMessageContaining("not issued by the trusted CA");
    }

    @Test
    void theCaItselfIsNoPeer() throws Exception {
        refuses(tenantCa.certificate(), "a CA certificate");
    }

    @Test
    void aServersCertificateIsRefused() throws Exception {
        refuses(tenantCa.issue(NAME, TestCa.SERVER).certificate(), "extended key usage");
    }

    @Test
    void bothUsagesOrNoneAreRefused() throws Exception {
        String both = TestCa.CLIENT.replace("clientAuth", "clientAuth,serverAuth");
        refuses(tenantCa.issue(NAME, both).certificate(), "extended key usage");
        String none = TestCa.CLIENT.replaceAll("extendedKeyUsage.*\n", "");
        refuses(tenantCa.issue(NAME, none).certificate(), "extended key usage");
    }

    @Test
    void aSubordinateCaIsRefused() throws Exception {
        String ca = TestCa.CLIENT.replace("CA:FALSE", "CA:TRUE");
        refuses(tenantCa.issue(NAME, ca).certificate(), "a CA certificate");
    }

    @Test
    void anotherKeyUsageOrCurveIsRefused() throws Exception {
        String agreement = TestCa.CLIENT.replace("digitalSignature", "keyAgreement");
        refuses(tenantCa.issue(NAME, agreement).certificate(), "key usage");
        refuses(
                tenantCa.issueOn("secp384r1", NAME, TestCa.CLIENT).certificate(),
                "public key is not one of those allowed");
    }

    @Test
    void anUnknownCriticalExtensionIsRefused() throws Exception {
        String unknown = TestCa.CLIENT + "1.2.3.4.5=critical,ASN1:UTF8String:x\n";
        refuses(tenantCa.issue(NAME, unknown).certificate(), "unknown critical extension");
    }

    @Test
    void aClockMayBeWrongByTenMinutesAndNoMore() throws Exception {
        X509Certificate leaf = tenantCa.issue(NAME, TestCa.CLIENT).certificate();
        Instant begin = leaf.getNotBefore().toInstant();
        Instant end = leaf.getNotAfter().toInstant();
        Duration nearly = Duration.ofMinutes(10).minusSeconds(1);
        Duration tooMuch = Duration.ofMinutes(10).plusSeconds(1);
        checkAt(leaf, begin.minus(nearly));
        checkAt(leaf, end.plus(nearly));
        assertThatThrownBy(() -> checkAt(leaf, begin.minus(tooMuch)))
                .hasMessageContaining("check the clock");
        assertThatThrownBy(() -> checkAt(leaf, end.plus(tooMuch))).hasMessageContaining("expired");
    }

    @Test
    void itTrustsNoServer() throws Exception {
        X509Certificate leaf = tenantCa.issue(NAME, TestCa.SERVER).certificate();
        assertThatThrownBy(() ->
                        trust(Instant.now()).checkServerTrusted(new X509Certificate[] {leaf}, "EC"))
                .isInstanceOf(CertificateException.class);
    }

    private static void refuses(X509Certificate leaf, String reason) {
        assertThatThrownBy(() -> check(leaf))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining(reason);
    }

    private static void check(X509Certificate leaf) throws Exception {
        checkAt(leaf, Instant.now());
    }

    private static void checkAt(X509Certificate leaf, Instant now) throws Exception {
        trust(now).checkClientTrusted(new X509Certificate[] {leaf}, "EC");
    }

    private static TenantTrustManager trust(Instant now) throws Exception {
        return new TenantTrustManager(tenantCa.certificate(), InstantSource.fixed(now));
    }
}
