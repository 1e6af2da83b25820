package io.fieldgate.pki.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.CertificateRequest;
import io.fieldgate.contract.Problem;
import io.fieldgate.contract.pki.CertificateOrder;
import io.fieldgate.contract.pki.CertificateSubject;
import io.fieldgate.contract.pki.IssuedCertificate;
import io.fieldgate.contract.pki.PortalBootstrap;
import io.fieldgate.contract.pki.PortalRenewal;
import io.fieldgate.contract.pki.Revocation;
import io.fieldgate.contract.pki.TenantCa;
import io.fieldgate.pki.TestCsr;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/// The whole service, over real TLS.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PkiServiceTest {
    private static final String SECRET = "kL3Y0pYlJpI8gKkGZ3lXvFQk2o3sW4uNq0cYf7m1b9E";
    private static final String TENANT = UUID.randomUUID().toString();
    private static final String NODE = UUID.randomUUID().toString();

    private Path data;
    private ConfigurableApplicationContext context;
    private int port;
    private String root;
    private KeyPair portalKey;
    private IssuedCertificate portalIdentity;
    private TestClient portal;
    private TestClient anonymous;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        data = directory.resolve("pki");
        Path secret = directory.resolve("bootstrap.secret");
        Files.writeString(secret, SECRET + "\n");
        context =
                SpringApplication.run(
                        PkiServiceApplication.class,
                        "--server.port=0",
                        "--fieldgate.pki.directory=" + data,
                        "--fieldgate.pki.bootstrap-secret-file=" + secret);
        port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        root = Files.readString(data.resolve("root.pem"));
        anonymous = TestClient.anonymous(port, root);
        portalKey = TestCsr.p256();
        TestClient.Answer answer =
                anonymous.post(
                        "/v1/bootstrap",
                        new PortalBootstrap(SECRET, CertificateRequest.pem(portalKey)));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        portalIdentity = answer.as(IssuedCertificate.class);
        portal = TestClient.with(port, portalIdentity, portalKey);
        assertThat(portal.put("/v1/tenants/" + TENANT + "/ca").status()).isEqualTo(200);
    }

    @AfterAll
    void stop() {
        portal.close();
        anonymous.close();
        context.close();
    }

    @Test
    void healthNeedsNoCertificate() throws Exception {
        assertThat(anonymous.get("/health").status()).isEqualTo(200);
    }

    @Test
    void aCertificateIsOrderedAndRevoked() throws Exception {
        CertificateOrder order = order(new CertificateSubject.Node(TENANT, NODE));

        TestClient.Answer answer = portal.post("/v1/certificates", order);

        assertThat(answer.status()).isEqualTo(200);
        IssuedCertificate issued = answer.as(IssuedCertificate.class);
        assertThat(issued.root()).isEqualTo(root);
        assertThat(portal.post("/v1/certificates", order).as(IssuedCertificate.class))
                .isEqualTo(issued);
        TenantCa ca = portal.get("/v1/tenants/" + TENANT + "/ca").as(TenantCa.class);
        assertThat(issued.issuer()).isEqualTo(ca.certificate());
        Revocation revocation =
                new Revocation(issued.serial(), Revocation.Reason.CESSATION_OF_OPERATION);
        assertThat(portal.post("/v1/tenants/" + TENANT + "/revocations", revocation).status())
                .isEqualTo(204);
        assertThat(portal.get("/v1/tenants/" + TENANT + "/crl").status()).isEqualTo(200);
    }

    @Test
    void callsWithoutThePortalsCertificateAreRefused() throws Exception {
        KeyPair key = TestCsr.p256();
        IssuedCertificate link =
                portal.post(
                                "/v1/certificates",
                                new CertificateOrder(
                                        UUID.randomUUID().toString(),
                                        new CertificateSubject.ControlLink(TENANT, NODE),
                                        CertificateRequest.pem(key)))
                        .as(IssuedCertificate.class);
        try (TestClient secureServer = TestClient.with(port, link, key)) {
            for (TestClient stranger : List.of(anonymous, secureServer)) {
                assertThat(
                                List.of(
                                        stranger.get("/v1/tenants/" + TENANT + "/ca"),
                                        stranger.get("/v1/tenants/" + TENANT + "/crl"),
                                        stranger.put("/v1/tenants/" + TENANT + "/ca"),
                                        stranger.delete("/v1/tenants/" + TENANT + "/ca"),
                                        stranger.post(
                                                "/v1/certificates",
                                                order(new CertificateSubject.Node(TENANT, NODE))),
                                        stranger.post(
                                                "/v1/tenants/" + TENANT + "/revocations",
                                                new Revocation(
                                                        "ab", Revocation.Reason.UNSPECIFIED)),
                                        stranger.post(
                                                "/v1/portal-identity",
                                                new PortalRenewal(CertificateRequest.pem(key)))))
                        .allSatisfy(answer -> {
                            assertThat(answer.status()).isEqualTo(403);
                            assertThat(answer.problem().detail()).contains("Only the portal");
                        });
            }
        }
        assertThat(portal.get("/v1/tenants/" + TENANT + "/ca").status()).isEqualTo(200);
    }

    @Test
    void theSecretDoesNotWorkForAnother() throws Exception {
        TestClient.Answer answer =
                anonymous.post(
                        "/v1/bootstrap",
                        new PortalBootstrap(SECRET, CertificateRequest.pem(TestCsr.p256())));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.problem().detail()).contains("used before");
    }

    @Test
    void thePortalRenewsItsIdentity() throws Exception {
        TestClient.Answer answer =
                portal.post(
                        "/v1/portal-identity",
                        new PortalRenewal(CertificateRequest.pem(portalKey)));
        assertThat(answer.status()).isEqualTo(200);
        try (TestClient renewed =
                TestClient.with(port, answer.as(IssuedCertificate.class), portalKey)) {
            assertThat(renewed.get("/v1/tenants/" + TENANT + "/ca").status()).isEqualTo(200);
        }
    }

    @Test
    void badInputIsAnsweredWithWords() throws Exception {
        for (String body :
                List.of(
                        "",
                        "null",
                        "[]",
                        "{",
                        "{}",
                        "{\"orderId\":\"" + UUID.randomUUID() + "\"}",
                        "{\"orderId\":\"x\",\"subject\":{\"type\":\"root\"},\"csr\":\"\"}",
                        "{\"orderId\":\"x\",\"subject\":{\"type\":\"portal\"},\"csr\":\"\"}",
                        "x".repeat(JsonBody.MAX_BYTES + 1))) {
            TestClient.Answer answer = portal.post("/v1/certificates", body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.problem().detail()).isNotBlank();
        }
    }

    @Test
    void refusalsCarryTheirReason() throws Exception {
        Problem csr =
                portal.post(
                                "/v1/certificates",
                                new CertificateOrder(
                                        UUID.randomUUID().toString(),
                                        new CertificateSubject.Node(TENANT, NODE),
                                        "no request"))
                        .problem();
        assertThat(csr.status()).isEqualTo(422);
        assertThat(csr.type()).isEqualTo("urn:fieldgate:problem:pki-csr-refused");
        assertThat(portal.get("/v1/tenants/" + UUID.randomUUID() + "/ca").problem().status())
                .isEqualTo(404);
        assertThat(portal.get("/v1/tenants/a%0Ab/ca").problem().status()).isEqualTo(400);
        assertThat(portal.get("/v1/nothing").problem().status()).isEqualTo(404);
        assertThat(portal.delete("/v1/certificates").problem().status()).isEqualTo(405);
    }

    @Test
    void nothingButTheRootIsReadableByOthers() throws Exception {
        try (var files = Files.walk(data)) {
            for (Path file : files.toList()) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
                String expected =
                        Files.isDirectory(file)
                                ? "rwx------"
                                : file.endsWith("root.pem") ? "rw-r--r--" : "rw-------";
                assertThat(mode).as("%s", file).isEqualTo(expected);
            }
        }
    }

    private static CertificateOrder order(CertificateSubject subject) throws Exception {
        return new CertificateOrder(
                UUID.randomUUID().toString(), subject, CertificateRequest.pem(TestCsr.p256()));
    }
}
