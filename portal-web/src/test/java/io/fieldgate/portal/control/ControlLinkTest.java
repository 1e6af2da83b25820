package io.fieldgate.portal.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.control.BootstrapRequest;
import io.fieldgate.contract.control.ServerReport;
import io.fieldgate.contract.control.StateUpdate;
import io.fieldgate.portal.certificate.Certificates;
import io.fieldgate.portal.certificate.ServerIdentity;
import io.fieldgate.portal.fleet.FleetForTests;
import io.fieldgate.portal.fleet.SecureServerState;
import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.shared.FieldgateSettings;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.PortalTest;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.transaction.support.TransactionTemplate;

/// The control endpoint, from behind TLS on.
@PortalTest
class ControlLinkTest {
    @TempDir private Path directory;
    @Autowired private FleetForTests fleet;
    @Autowired private SecureServers servers;
    @Autowired private Certificates certificates;
    @Autowired private TransactionTemplate transaction;
    @Autowired private FieldgateSettings settings;
    @Autowired private MockMvcTester web;

    private SecureServerView server;
    private X509Certificate certificate;

    @BeforeEach
    void anEnrolledSecureServer() throws Exception {
        server = fleet.server();
        certificate = enrol(server);
    }

    @Test
    void theStateIsHandedOutWholeAndThenNotAgain() throws Exception {
        MockHttpServletResponse first = state(certificate, 0, 0);
        assertThat(first.getStatus()).isEqualTo(200);
        StateUpdate update =
                ContractJson.MAPPER.readValue(first.getContentAsByteArray(), StateUpdate.class);
        assertThat(update.settings().secureServerId()).isEqualTo(server.id().toString());
        assertThat(state(certificate, update.revision(), 0).getStatus()).isEqualTo(204);
    }

    @Test
    void aWaitingPollIsAnsweredAtOnceWhenSomethingChanges() throws Exception {
        long revision = server.desiredRevision();
        try (ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<MockHttpServletResponse> poll =
                    caller.submit(() -> state(certificate, revision, 50));
            UUID client = fleet.client(server.id(), "Laptop");
            StateUpdate update =
                    ContractJson.MAPPER.readValue(
                            poll.get(20, TimeUnit.SECONDS).getContentAsByteArray(),
                            StateUpdate.class);
            assertThat(update.fromRevision()).isEqualTo(revision);
            assertThat(update.peers()).singleElement().matches(p -> p.id().equals(client + ""));
        }
    }

    @Test
    void aPollWithoutNewsEndsOnTime() throws Exception {
        long start = System.nanoTime();
        assertThat(state(certificate, server.desiredRevision(), 1).getStatus()).isEqualTo(204);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
    }

    @Test
    void onlyTheCertificateOnRecordIsLetIn() throws Exception {
        assertThat(state(null, 0, 0).getStatus()).isEqualTo(401);
        X509Certificate sameName = TestCertificates.withName(directory, "CN=" + server.id());
        assertThat(state(sameName, 0, 0).getStatus()).isEqualTo(401);
        X509Certificate noName = TestCertificates.withName(directory, "CN=portal");
        assertThat(state(noName, 0, 0).getStatus()).isEqualTo(401);
        X509Certificate before = certificate;
        certificate = enrol(server);
        assertThat(state(before, 0, 0).getStatus()).isEqualTo(401);
        assertThat(state(certificate, 0, 0).getStatus()).isEqualTo(200);
    }

    @Test
    void aDeletedSecureServerIsOutAtItsNextCall() throws Exception {
        assertThat(state(certificate, 0, 0).getStatus()).isEqualTo(200);
        Scope.operator().run(() -> servers.delete(server.id()));
        MockHttpServletResponse answer = state(certificate, 0, 0);
        assertThat(answer.getStatus()).isEqualTo(401);
        assertThat(answer.getContentType()).isEqualTo("application/problem+json");
    }

    @Test
    void aReportIsTakenInForItsOwnSecureServerOnly() throws Exception {
        assertThat(report(ContractJson.MAPPER.writeValueAsBytes(reportOf(server.id()))))
                .isEqualTo(204);
        assertThat(Scope.operator().call(() -> servers.get(server.id())).appliedRevision())
                .isEqualTo(1);
        assertThat(Scope.operator().call(() -> servers.get(server.id())).state())
                .isNotEqualTo(SecureServerState.FAILED);
        assertThat(report(ContractJson.MAPPER.writeValueAsBytes(reportOf(fleet.server().id()))))
                .isEqualTo(400);
    }

    @Test
    void nonsenseIsRefusedAndHarmless() throws Exception {
        for (String body :
                List.of(
                        "",
                        "null",
                        "[]",
                        "{}",
                        "{\"secureServerId\":\"" + server.id() + "\"}",
                        "{\"events\":[{\"type\":\"unheard-of\"}]}",
                        "not json at all")) {
            assertThat(report(body.getBytes(UTF_8))).as(body).isEqualTo(400);
        }
        assertThat(report(new byte[33 * 1024 * 1024])).isEqualTo(413);
        assertThat(
                        call(
                                        HttpMethod.GET,
                                        "/control/v1/state?since=many",
                                        certificate,
                                        null,
                                        settings.controlPort())
                                .getStatus())
                .isEqualTo(400);
    }

    @Test
    void aWrongBootstrapSecretIsRefusedAndNonsenseToo() throws Exception {
        BootstrapRequest wrong =
                new BootstrapRequest(server.id().toString(), "wrong", "vpn", "control");
        assertThat(bootstrap(ContractJson.MAPPER.writeValueAsBytes(wrong))).isEqualTo(401);
        assertThat(bootstrap("{}".getBytes(UTF_8))).isEqualTo(400);
        assertThat(bootstrap("{\"secureServerId\":\"x\"}".getBytes(UTF_8))).isEqualTo(400);
        assertThat(bootstrap(new byte[65 * 1024])).isEqualTo(413);
    }

    @Test
    void theMainPortHasNoControlEndpointAndTheControlPortNothingElse() throws Exception {
        assertThat(call(HttpMethod.GET, "/control/v1/state", certificate, null, 443).getStatus())
                .isEqualTo(404);
        int controlPort = settings.controlPort();
        assertThat(
                        call(HttpMethod.GET, "/api/v1/tenants", certificate, null, controlPort)
                                .getStatus())
                .isEqualTo(404);
        assertThat(call(HttpMethod.GET, "/sign-in", certificate, null, controlPort).getStatus())
                .isEqualTo(404);
        assertThat(call(HttpMethod.GET, "/control/v2", certificate, null, controlPort).getStatus())
                .isEqualTo(404);
    }

    private X509Certificate enrol(SecureServerView enrolled) throws Exception {
        X509Certificate control = TestCertificates.withName(directory, "CN=" + enrolled.id());
        X509Certificate vpn = TestCertificates.withName(directory, "CN=" + enrolled.id());
        ServerIdentity identity =
                new ServerIdentity(TestCertificates.issued(vpn), TestCertificates.issued(control));
        Scope.operator()
                .run(() ->
                        transaction.executeWithoutResult(_ ->
                                certificates.acceptForServer(
                                        enrolled.tenantId(), enrolled.id(), identity)));
        return control;
    }

    private static ServerReport reportOf(UUID serverId) {
        return new ServerReport(
                serverId.toString(),
                UUID.randomUUID().toString(),
                1,
                1,
                List.of(),
                List.of(),
                Map.of(),
                1,
                null);
    }

    private MockHttpServletResponse state(
            @Nullable X509Certificate caller, long since, int waitSeconds) {
        return call(
                HttpMethod.GET,
                "/control/v1/state?since=" + since + "&waitSeconds=" + waitSeconds,
                caller,
                null,
                settings.controlPort());
    }

    private int report(byte[] body) {
        return call(
                        HttpMethod.POST,
                        "/control/v1/reports",
                        certificate,
                        body,
                        settings.controlPort())
                .getStatus();
    }

    private int bootstrap(byte[] body) {
        return call(HttpMethod.POST, "/control/v1/bootstrap", null, body, settings.controlPort())
                .getStatus();
    }

    private MockHttpServletResponse call(
            HttpMethod method,
            String uri,
            @Nullable X509Certificate caller,
            byte @Nullable [] body,
            int port) {
        var request =
                web.method(method)
                        .uri(uri)
                        .secure(true)
                        .with(raw -> {
                            raw.setLocalPort(port);
                            if (caller != null) {
                                raw.setAttribute(
                                        "jakarta.servlet.request.X509Certificate",
                                        new X509Certificate[] {caller});
                            }
                            return raw;
                        });
        if (body != null) {
            request = request.contentType("application/json").content(body);
        }
        return request.exchange().getResponse();
    }
}
