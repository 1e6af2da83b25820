package io.fieldgate.portal.certificate.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.contract.CertificateRequest;
import io.fieldgate.contract.pki.CertificateSubject;
import io.fieldgate.portal.certificate.pki.KeyPairs;
import io.fieldgate.portal.certificate.pki.PkiClient;
import io.fieldgate.portal.certificate.pki.PkiProblemException;
import io.fieldgate.portal.shared.FieldgateSettings;
import io.fieldgate.portal.testing.TestPki;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class HttpsCertificateTest {
    private static final Clock NOW = Clock.systemUTC();
    private static final Clock IN_NINE_MONTHS = Clock.offset(NOW, Duration.ofDays(270));

    private static TestPki pki;

    @TempDir private Path directory;

    @BeforeAll
    static void startPki() throws IOException {
        pki = TestPki.start(Files.createTempDirectory("fieldgate-test-pki"));
    }

    @AfterAll
    static void endPki() {
        pki.delete();
    }

    @BeforeEach
    void aNewPortal() throws IOException {
        pki.newSecret();
    }

    @Test
    void aRestartKeepsTheCertificateAndNeedsNoPki() throws Exception {
        BigInteger first = serial(portal("a.example", NOW));
        pki.stop();
        try {
            assertThat(serial(portal("a.example", NOW))).isEqualTo(first);
        } finally {
            pki.start();
        }
    }

    @Test
    void anotherHostMeansAnotherCertificate() throws Exception {
        BigInteger first = serial(portal("a.example", NOW));
        HttpsCertificate renamed = portal("2001:db8::7", NOW);
        assertThat(serial(renamed)).isNotEqualTo(first);
        assertThat(SubjectNames.of(renamed.current().leaf()))
                .isEqualTo(
                        SubjectNames.of(List.of("2001:db8:0::7", "localhost", "127.0.0.1", "::1")));
    }

    @Test
    void withAnotherHostButNoPkiTheOldCertificateServesUntilThereIsOne() throws Exception {
        BigInteger first = serial(portal("a.example", NOW));
        HttpsCertificate renamed = portal("b.example", NOW);
        pki.stop();
        try {
            assertThat(serial(renamed)).isEqualTo(first);
            assertThatThrownBy(renamed::renewIfDue).isInstanceOf(IOException.class);
            assertThat(serial(renamed)).isEqualTo(first);
        } finally {
            pki.start();
        }
        assertThat(renamed.renewIfDue()).isTrue();
        assertThat(SubjectNames.of(renamed.current().leaf())).contains("b.example");
    }

    @Test
    void afterTwoThirdsOfItsLifeItIsRenewed() throws Exception {
        BigInteger first = serial(portal("a.example", NOW));
        HttpsCertificate young = portal("a.example", Clock.offset(NOW, Duration.ofDays(240)));
        assertThat(serial(young)).isEqualTo(first);
        assertThat(young.renewIfDue()).isFalse();
        HttpsCertificate old = portal("a.example", IN_NINE_MONTHS);
        assertThat(serial(old)).isEqualTo(first);
        assertThat(old.renewIfDue()).isTrue();
        assertThat(serial(old)).isNotEqualTo(first);
        assertThat(serial(portal("a.example", NOW))).isEqualTo(serial(old));
    }

    @Test
    void anExpiredCertificateIsReplacedAtTheStart() throws Exception {
        BigInteger first = serial(portal("a.example", NOW));
        Clock inTwoYears = Clock.offset(NOW, Duration.ofDays(730));
        assertThat(serial(portal("a.example", inTwoYears))).isNotEqualTo(first);
    }

    @Test
    void aDamagedFileIsReplaced() throws Exception {
        BigInteger first = serial(portal("a.example", NOW));
        Files.writeString(directory.resolve("https.pem"), "nonsense");
        assertThat(serial(portal("a.example", NOW))).isNotEqualTo(first);
    }

    @Test
    void aHostThatThePkiServiceRefusesEndsTheStartWithWords() {
        assertThatThrownBy(() -> portal("under_score.example", NOW).current())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("DNS name");
    }

    @Test
    void aSecretThatWasUsedByAnotherPortalIsRefusedWithWords() throws Exception {
        portal("a.example", NOW).current();
        Files.delete(directory.resolve("identity.key"));
        Files.delete(directory.resolve("identity.pem"));
        Files.delete(directory.resolve("https.pem"));
        assertThatThrownBy(() -> portal("a.example", NOW).current())
                .hasMessageContaining("secret was used before");
    }

    @Test
    void aLostAnswerToTheBootstrapCanBeAskedForAgain() throws Exception {
        portal("a.example", NOW).current();
        Files.delete(directory.resolve("identity.pem"));
        Files.delete(directory.resolve("https.pem"));
        assertThat(portal("a.example", NOW).current()).isNotNull();
    }

    @Test
    void thePortalsIdentityIsRenewedWithItself() throws Exception {
        PkiClient client = new PkiClient(settings("a.example"), IN_NINE_MONTHS);
        issue(client);
        byte[] before = Files.readAllBytes(directory.resolve("identity.pem"));
        client.renewIdentityIfDue();
        assertThat(Files.readAllBytes(directory.resolve("identity.pem"))).isNotEqualTo(before);
        issue(client);
        issue(new PkiClient(settings("a.example"), NOW));
    }

    @Test
    void aKeyThatOthersCanReadIsNotUsed() throws Exception {
        portal("a.example", NOW).current();
        Files.setPosixFilePermissions(
                directory.resolve("identity.pem"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> issue(new PkiClient(settings("a.example"), NOW)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("0600");
    }

    private static void issue(PkiClient client) throws Exception {
        try {
            client.issue(
                    null,
                    new CertificateSubject.Portal(List.of("x.example")),
                    CertificateRequest.pem(KeyPairs.generate()));
        } catch (PkiProblemException e) {
            throw new AssertionError(e.detail(), e);
        }
    }

    private HttpsCertificate portal(String host, Clock clock) {
        FieldgateSettings settings = settings(host);
        return new HttpsCertificate(new PkiClient(settings, clock), settings, clock);
    }

    private static BigInteger serial(HttpsCertificate certificate) throws IOException {
        return certificate.current().leaf().getSerialNumber();
    }

    private FieldgateSettings settings(String host) {
        Map<String, String> values =
                Map.of(
                        "fieldgate.public-host", host,
                        "fieldgate.control-port", "1",
                        "fieldgate.directory", directory.toString(),
                        "fieldgate.pki-url", pki.url(),
                        "fieldgate.root-certificate", pki.rootCertificate().toString(),
                        "fieldgate.pki-bootstrap-secret-file", pki.secretFile().toString(),
                        "fieldgate.host-socket", directory.resolve("host.sock").toString(),
                        "fieldgate.vpn-ports", "1194-1195",
                        "fieldgate.launcher-token-file", directory.resolve("token").toString());
        return new Binder(new MapConfigurationPropertySource(values))
                .bind("fieldgate", FieldgateSettings.class)
                .get();
    }
}
