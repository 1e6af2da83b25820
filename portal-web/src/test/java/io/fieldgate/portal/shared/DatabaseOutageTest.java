package io.fieldgate.portal.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.portal.identity.ApiTokens;
import io.fieldgate.portal.identity.Role;
import io.fieldgate.portal.testing.Api;
import io.fieldgate.portal.testing.Deadline;
import io.fieldgate.portal.testing.PortalTest;
import io.fieldgate.portal.testing.TestPostgres;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/// The portal while its database is away, and when it is back.
@PortalTest
@DirtiesContext
class DatabaseOutageTest {
    private static final TestPostgres POSTGRES = TestPostgres.create();
    private static final String URL = POSTGRES.newDatabase();

    @Autowired MockMvcTester web;
    @Autowired ApiTokens tokens;

    @DynamicPropertySource
    static void ownDatabase(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", () -> URL);
    }

    @AfterAll
    static void stop() {
        POSTGRES.stop();
    }

    @Test
    void thePortalSaysSoInTimeAndRecoversByItself() {
        Api api = Api.as(web, tokens, Role.OPERATOR, null);
        UUID tenant = api.tenant("Outage");
        POSTGRES.stop();
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            assertThat(api.get("/tenants/{id}", tenant).problem(503))
                    .isEqualTo("database-unavailable");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofMillis(2900));
        }
        assertThat(web.get().uri("/setup?code=x")).hasStatus(503);
        assertThat(web.get().uri("/actuator/health/readiness")).hasStatus(503);
        assertThat(web.get().uri("/actuator/health/liveness")).hasStatusOk();
        POSTGRES.start();
        Deadline.in(Duration.ofSeconds(20))
                .until("the portal works", () -> api.get("/tenants/{id}", tenant).status() == 200);
        assertThat(web.get().uri("/actuator/health/readiness")).hasStatusOk();
    }
}
