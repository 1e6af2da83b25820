package io.fieldgate.portal.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.CertificateRequest;
import io.fieldgate.contract.control.Peer.AllowedCertificate;
import io.fieldgate.portal.certificate.Certificates;
import io.fieldgate.portal.certificate.pki.KeyPairs;
import io.fieldgate.portal.certificate.pki.PemFormat;
import io.fieldgate.portal.identity.ApiTokens;
import io.fieldgate.portal.identity.Role;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.Api;
import io.fieldgate.portal.testing.Names;
import io.fieldgate.portal.testing.PortalWithPkiTest;
import io.fieldgate.portal.testing.TestPki;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

@PortalWithPkiTest
class EnrolmentTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final AtomicInteger NETWORKS = new AtomicInteger();

    @Autowired private MockMvcTester web;
    @Autowired private ApiTokens tokens;
    @Autowired private Certificates certificates;
    @Autowired private JdbcClient jdbc;
    @Autowired private TransactionTemplate transactions;
    @Autowired private TestPki pki;

    /// Of each test's own, so that the throttle does not see one test's wrong codes in another.
    private final String address = "10.77." + NETWORKS.incrementAndGet() + ".9";

    private Api api;
    private UUID tenant;
    private UUID server;

    private record NewNode(UUID id, String code) {}

    @BeforeEach
    void aSecureServer() {
        api = Api.as(web, tokens, Role.OPERATOR, null);
        tenant = api.tenant(Names.unique("Tenant"));
        server = api.secureServer(tenant, "Plant");
    }

    @Test
    void aDeviceWithItsOwnKeyTurnsIntoTheNode() throws Exception {
        NewNode node = node("Pump 07");
        KeyPair pair = KeyPairs.generate();
        long revision = desiredRevision();
        String typed = node.code().toLowerCase(Locale.ROOT).replace("-", " ");

        Api.Answer answer = enrol(typed, CertificateRequest.pem(pair)).expect(201);

        assertThat(answer.json().path("nodeId").asString()).isEqualTo(node.id().toString());
        String profile = answer.json().path("profile").asString();
        assertThat(profile)
                .contains("\nkey node.key\n", "push-peer-info", "<tls-crypt-v2>")
                .contains("verify-x509-name " + server + " name")
                .doesNotContain("PRIVATE KEY", "<key>", "Pump");
        X509Certificate leaf = certificate(answer);
        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=" + node.id());
        assertThat(leaf.getPublicKey()).isEqualTo(pair.getPublic());
        assertThat(profile).contains(answer.json().path("certificate").asString().strip());
        leaf.verify(
                PemFormat.certificates(answer.json().path("tenantCa").asString())
                        .getFirst()
                        .getPublicKey());
        assertThat(allowed(node.id())).containsExactly(serial(leaf));
        assertThat(desiredRevision()).isGreaterThan(revision);
        assertThat(auditDetails(node.id(), "node.enrol"))
                .containsExactly("activation code " + address + " certificate " + serial(leaf));
    }

    @Test
    void ofManyParallelCallsWithOneCodeOneWins() throws Exception {
        NewNode node = node("Pump");
        int callers = 20;
        CountDownLatch start = new CountDownLatch(1);
        List<Api.Answer> answers = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(callers)) {
            List<Future<Api.Answer>> futures = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                String csr = csr();
                futures.add(
                        threads.submit(() -> {
                            start.await(60, TimeUnit.SECONDS);
                            return enrol(node.code(), csr);
                        }));
            }
            start.countDown();
            for (Future<Api.Answer> future : futures) {
                answers.add(future.get(120, TimeUnit.SECONDS));
            }
        }

        List<Api.Answer> won = answers.stream().filter(a -> a.status() == 201).toList();
        assertThat(won).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .allSatisfy(answer ->
                        assertThat(answer.problem(404)).isEqualTo("activation-code-refused"));
        assertThat(allowed(node.id())).containsExactly(serial(certificate(won.getFirst())));
        assertThat(certificatesEver(node.id())).isEqualTo(1);
    }

    @Test
    void aBadRequestForACertificateKeepsTheCode() throws Exception {
        NewNode node = node("Pump");
        String good = csr();
        int half = good.length() / 2;
        for (String bad :
                new String[] {
                    "x",
                    good + good,
                    good.substring(0, half) + good.substring(half + 4),
                    signedByAnotherKey(),
                    curveP384(),
                    "-----BEGIN CERTIFICATE REQUEST-----\n-----END CERTIFICATE REQUEST-----",
                    good + " ".repeat(40_000),
                    good + "\0"
                }) {
            Api.Answer answer = enrol(node.code(), bad);
            assertThat(answer.problem(400)).as(bad).isEqualTo("invalid-input");
            assertThat(answer.json().path("field").asString()).isEqualTo("csr");
        }
        assertThat(enrol(node.code(), null).problem(400)).isEqualTo("invalid-input");
        assertThat(enrol(node.code(), " ").problem(400)).isEqualTo("invalid-input");
        assertThat(allowed(node.id())).isEmpty();

        enrol(node.code(), good).expect(201);
    }

    @Test
    void aPkiServiceThatIsDownKeepsTheCode() throws Exception {
        NewNode node = node("Pump");
        pki.stop();
        try {
            assertThat(enrol(node.code(), csr()).problem(503))
                    .isEqualTo("certificates-unavailable");
        } finally {
            pki.start();
        }
        enrol(node.code(), csr()).expect(201);
    }

    @Test
    void whateverIsWrongWithACodeTheAnswerIsTheSame() throws Exception {
        NewNode used = node("Used");
        enrol(used.code(), csr()).expect(201);
        NewNode revoked = node("Revoked");
        api.post(Map.of("reason", "stolen"), "/nodes/{id}/revoke", revoked.id()).expect(200);
        NewNode replaced = node("Replaced");
        api.post("", "/nodes/{id}/activation-code", replaced.id()).expect(200);
        NewNode old = node("Old");
        UUID otherServer = api.secureServer(tenant, "Gone");
        NewNode gone = node(otherServer, "Gone");
        api.delete("/secure-servers/{id}", otherServer).expect(204);
        inScope("UPDATE peer SET activation_expires_at = now() WHERE id = ?", old.id());

        Api.Answer wrong = enrol(ActivationCode.random().text(), csr());
        assertThat(wrong.problem(404)).isEqualTo("activation-code-refused");
        for (String code :
                new String[] {
                    used.code(),
                    revoked.code(),
                    replaced.code(),
                    old.code(),
                    gone.code(),
                    "no code",
                    "",
                    null
                }) {
            assertThat(enrol(code, csr())).as(code).isEqualTo(wrong);
        }
        for (NewNode each : List.of(revoked, replaced, old, gone)) {
            assertThat(certificatesEver(each.id())).isZero();
        }
    }

    @Test
    void anEnrolmentReplacesTheCertificateBeforeAndIsReplacedByTheNext() throws Exception {
        NewNode node = node("Pump");
        api.post("", "/nodes/{id}/profile", node.id()).expect(200);
        X509Certificate first = certificate(enrol(node.code(), csr()).expect(201));
        assertThat(allowed(node.id())).containsExactly(serial(first));

        String code =
                api.post("", "/nodes/{id}/activation-code", node.id())
                        .expect(200)
                        .json()
                        .path("activationCode")
                        .asString();
        X509Certificate second = certificate(enrol(code, csr()).expect(201));

        assertThat(allowed(node.id())).containsExactly(serial(second));
    }

    @Test
    void whoTriesCodesHasToWaitAndOthersDoNot() throws Exception {
        NewNode node = node("Pump");
        for (int i = 0; i < EnrolmentThrottle.FREE; i++) {
            enrol(ActivationCode.random().text(), csr()).problem(404);
        }
        assertThat(enrol(node.code(), csr()).problem(429)).isEqualTo("too-many-attempts");
        assertThat(allowed(node.id())).isEmpty();

        enrolFrom("10.78.0.1", node.code(), csr()).expect(201);
    }

    private NewNode node(String name) {
        return node(server, name);
    }

    private NewNode node(UUID serverId, String name) {
        Api.Answer created = api.newNode(serverId, name).expect(201);
        return new NewNode(created.id(), created.json().path("activationCode").asString());
    }

    private Api.Answer enrol(@Nullable String code, @Nullable String csr) throws Exception {
        return enrolFrom(address, code, csr);
    }

    /// Without a token, as a device does.
    private Api.Answer enrolFrom(String from, @Nullable String code, @Nullable String csr)
            throws Exception {
        Map<String, @Nullable String> body = new HashMap<>();
        body.put("activationCode", code);
        body.put("csr", csr);
        MockHttpServletResponse response =
                web.post()
                        .uri("/api/v1/enrolments")
                        .with(request -> {
                            request.setRemoteAddr(from);
                            return request;
                        })
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(JSON.writeValueAsBytes(body))
                        .exchange()
                        .getResponse();
        assertThat(response.getHeader("Cache-Control")).contains("no-store");
        return new Api.Answer(
                response.getStatus(),
                String.valueOf(response.getContentType()),
                response.getContentAsString(UTF_8));
    }

    private long desiredRevision() {
        return api.get("/secure-servers/{id}", server).json().path("desiredRevision").asLong();
    }

    private List<String> allowed(UUID peer) {
        return Scope.operator()
                .call(() ->
                        certificates.allowlist(peer).stream()
                                .map(AllowedCertificate::serial)
                                .toList());
    }

    private long certificatesEver(UUID peer) {
        return inTransaction(() ->
                jdbc.sql("SELECT count(*) FROM certificate WHERE subject_id = ?")
                        .param(peer)
                        .query(Long.class)
                        .single());
    }

    private List<String> auditDetails(UUID node, String action) {
        return inTransaction(() ->
                jdbc.sql(
                                """
                                SELECT actor || ' ' || remote_address || ' ' || detail
                                FROM audit_entry WHERE subject_id = ? AND action = ?
                                """)
                        .params(node, action)
                        .query(String.class)
                        .list());
    }

    private void inScope(String sql, UUID id) {
        assertThat(inTransaction(() -> jdbc.sql(sql).param(id).update())).isEqualTo(1);
    }

    private <T> T inTransaction(Supplier<T> action) {
        return Scope.operator().call(() -> transactions.execute(_ -> action.get()));
    }

    private static X509Certificate certificate(Api.Answer answer) throws Exception {
        return PemFormat.certificates(answer.json().path("certificate").asString()).getFirst();
    }

    private static String serial(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16);
    }

    private static String csr() throws Exception {
        return CertificateRequest.pem(KeyPairs.generate());
    }

    private static String signedByAnotherKey() throws Exception {
        return CertificateRequest.pem(
                new KeyPair(KeyPairs.generate().getPublic(), KeyPairs.generate().getPrivate()));
    }

    private static String curveP384() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(384);
        return CertificateRequest.pem(generator.generateKeyPair());
    }
}
