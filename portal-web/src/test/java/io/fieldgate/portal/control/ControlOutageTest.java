package io.fieldgate.portal.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.portal.certificate.Certificates;
import io.fieldgate.portal.certificate.ServerIdentity;
import io.fieldgate.portal.fleet.FleetForTests;
import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.shared.FieldgateSettings;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.Deadline;
import io.fieldgate.portal.testing.PortalTest;
import io.fieldgate.portal.testing.TestPostgres;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.transaction.support.TransactionTemplate;

/// The control endpoint while the database is away, and when it is back.
@PortalTest
@DirtiesContext
class ControlOutageTest {
    private static final TestPostgres POSTGRES = TestPostgres.create();
    private static final String URL = POSTGRES.newDatabase();

    @TempDir private Path directory;
    @Autowired private FleetForTests fleet;
    @Autowired private Certificates certificates;
    @Autowired private TransactionTemplate transaction;
    @Autowired private FieldgateSettings settings;
    @Autowired private MockMvcTester web;

    @DynamicPropertySource
    static void ownDatabase(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", () -> URL);
    }

    @AfterAll
    static void stop() {
        POSTGRES.stop();
    }

    @Test
    void callsAreRefusedInTimeAndPollsWakeAgainAfterwards() throws Exception {
        SecureServerView server = fleet.server();
        X509Certificate certificate = enrol(server);
        assertThat(status(certificate, 0, 0)).isEqualTo(200);
        POSTGRES.stop();
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            assertThat(status(certificate, 0, 0)).isEqualTo(503);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(3));
        }
        POSTGRES.start();
        Deadline.in(Duration.ofSeconds(20))
                .until("the state is handed out", () -> status(certificate, 0, 0) == 200);
        try (ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> poll =
                    caller.submit(() -> status(certificate, server.desiredRevision(), 50));
            UUID client = fleet.client(server.id(), "Laptop");
            assertThat(client).isNotNull();
            assertThat(poll.get(20, TimeUnit.SECONDS)).isEqualTo(200);
        }
    }

    private X509Certificate enrol(SecureServerView server) throws Exception {
        X509Certificate control = TestCertificates.withName(directory, "CN=" + server.id());
        X509Certificate vpn = TestCertificates.withName(directory, "CN=" + server.id());
        ServerIdentity identity =
                new ServerIdentity(TestCertificates.issued(vpn), TestCertificates.issued(control));
        Scope.operator()
                .run(() ->
                        transaction.executeWithoutResult(_ ->
                                certificates.acceptForServer(
                                        server.tenantId(), server.id(), identity)));
        return control;
    }

    private int status(X509Certificate caller, long since, int waitSeconds) {
        return web.get()
                .uri("/control/v1/state?since=" + since + "&waitSeconds=" + waitSeconds)
                .secure(true)
                .with(raw -> {
                    raw.setLocalPort(settings.controlPort());
                    raw.setAttribute(
                            "jakarta.servlet.request.X509Certificate",
                            new X509Certificate[] {caller});
                    return raw;
                })
                .exchange()
                .getResponse()
                .getStatus();
    }
}
