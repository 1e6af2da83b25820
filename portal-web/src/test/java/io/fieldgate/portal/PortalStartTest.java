package io.fieldgate.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.portal.testing.PortalTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@PortalTest
class PortalStartTest {
    @Autowired MockMvcTester web;

    @Test
    void aStartedPortalIsReady() {
        assertThat(web.get().uri("/actuator/health/readiness")).hasStatusOk();
    }

    @Test
    void theApiDescribesItself() {
        assertThat(web.get().uri("/api/v1/openapi.json"))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.paths['/api/v1/tenants'].post")
                .isNotNull();
    }

    @Test
    void theApiDocumentNamesTokensAndProblems() {
        assertThat(web.get().uri("/api/v1/openapi.json"))
                .bodyJson()
                .hasPathSatisfying(
                        "$.components.securitySchemes.token.scheme",
                        scheme -> assertThat(scheme).isEqualTo("bearer"))
                .hasPathSatisfying(
                        "$.paths['/api/v1/nodes/{id}/profile'].post.responses.default",
                        problem -> assertThat(problem).isNotNull());
    }
}
