package io.fieldgate.portal.certificate.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.contract.CertificateRequest;
import io.fieldgate.portal.certificate.Certificates;
import io.fieldgate.portal.certificate.ServerIdentity;
import io.fieldgate.portal.certificate.pki.Credential;
import io.fieldgate.portal.certificate.pki.KeyPairs;
import io.fieldgate.portal.certificate.pki.PemFormat;
import io.fieldgate.portal.fleet.FleetForTests;
import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.shared.FieldgateSettings;
import io.fieldgate.portal.testing.PortalWithPkiTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@PortalWithPkiTest
class PortsTest {
    @LocalServerPort private int mainPort;
    @Autowired private FieldgateSettings settings;
    @Autowired private HttpsCertificate certificate;
    @Autowired private PortalTls tls;
    @Autowired private Certificates certificates;
    @Autowired private FleetForTests fleet;

    @Test
    void theMainPortIsServedWithACertificateOfTheRoot() throws Exception {
        HttpResponse<String> answer = get(mainPort, "/actuator/health/readiness", null);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(SubjectNames.of(shown(mainPort)))
                .isEqualTo(
                        SubjectNames.of(
                                List.of("portal.example.org", "localhost", "127.0.0.1", "::1")));
    }

    @Test
    void theControlPortHasNothingButControl() throws Exception {
        for (String path :
                List.of(
                        "/",
                        "/sign-in",
                        "/setup",
                        "/api/v1/openapi.json",
                        "/actuator/health",
                        "/css/fieldgate.css",
                        "/control/../sign-in",
                        "/control/..%2fsign-in",
                        "/control/%2e%2e/sign-in",
                        "/control;x/../sign-in")) {
            assertThat(get(settings.controlPort(), path, null).statusCode())
                    .as(path)
                    .isIn(400, 404);
        }
    }

    @Test
    void theMainPortHasNoControl() throws Exception {
        for (String path :
                List.of(
                        "/control",
                        "/control/v1/state",
                        "/control/v1/bootstrap",
                        "/%63ontrol/v1/state",
                        "/x/../control/v1/state",
                        "/control;x=1/v1/state",
                        "//control/v1/state")) {
            HttpResponse<String> answer = get(mainPort, path, null);
            assertThat(answer.statusCode()).as(path).isIn(400, 404);
        }
    }

    @Test
    void aControlCertificateIsTakenAndAStrangersIsNot() throws Exception {
        SecureServerView server = fleet.server();
        KeyPair key = KeyPairs.generate();
        ServerIdentity identity =
                certificates.orderForServer(
                        server.tenantId(),
                        server.id(),
                        CertificateRequest.pem(KeyPairs.generate()),
                        CertificateRequest.pem(key));
        Credential credential =
                new Credential(
                        key.getPrivate(),
                        PemFormat.certificates(
                                identity.control().certificate() + identity.control().issuer()));
        assertThat(get(settings.controlPort(), "/control/nothing", credential).statusCode())
                .as("the handshake is done")
                .isPositive();
        Credential withoutChain =
                new Credential(KeyPairs.generate().getPrivate(), credential.chain());
        assertThatThrownBy(() -> get(settings.controlPort(), "/control/nothing", withoutChain))
                .as("a certificate without its key")
                .isInstanceOf(IOException.class);
    }

    @Test
    void aNewCertificateIsShownOnBothPortsWithoutARestart() throws Exception {
        X509Certificate before = shown(mainPort);
        assertThat(shown(settings.controlPort())).isEqualTo(before);
        assertThat(certificate.renewIfDue()).as("not due").isFalse();

        certificate.renew();
        tls.reload();

        X509Certificate after = shown(mainPort);
        assertThat(after.getSerialNumber()).isNotEqualTo(before.getSerialNumber());
        assertThat(shown(settings.controlPort())).isEqualTo(after);
    }

    @Test
    void keysAreForTheOwnerOnly() throws Exception {
        get(mainPort, "/actuator/health", null);
        try (var files = Files.list(settings.directory())) {
            var found = files.filter(Files::isRegularFile).toList();
            assertThat(found).isNotEmpty();
            for (var file : found) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as("%s", file)
                        .isEqualTo("rw-------");
            }
        }
    }

    private HttpResponse<String> get(int port, String path, @Nullable Credential credential)
            throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder()
                        .sslContext(context(credential))
                        .connectTimeout(Duration.ofSeconds(10))
                        .build()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                            .timeout(Duration.ofSeconds(20))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private X509Certificate shown(int port) throws Exception {
        try (SSLSocket socket =
                (SSLSocket) context(null).getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private SSLContext context(@Nullable Credential credential) throws Exception {
        X509Certificate root =
                PemFormat.certificates(Files.readString(settings.rootCertificate())).getFirst();
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(Credential.trustStore(root));
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(credential == null ? null : credential.keyStore(), Credential.STORE_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
