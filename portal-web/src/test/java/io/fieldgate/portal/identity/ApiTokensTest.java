package io.fieldgate.portal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.portal.testing.Api;
import io.fieldgate.portal.testing.Names;
import io.fieldgate.portal.testing.PortalTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import tools.jackson.databind.JsonNode;

@PortalTest
class ApiTokensTest {
    @Autowired MockMvcTester web;
    @Autowired ApiTokens tokens;

    private Api operator;
    private UUID tenant;

    @BeforeEach
    void aTenant() {
        operator = Api.as(web, tokens, Role.OPERATOR, null);
        tenant = operator.tenant(Names.unique("Tokens"));
    }

    @Test
    void aTokenIsShownOnceAndWorksUntilItIsRevoked() {
        String name = Names.unique("Script");
        JsonNode made =
                operator.post(Map.of("name", name, "role", "VIEWER", "tenantId", tenant), "/tokens")
                        .expect(201)
                        .json();
        Api script = Api.with(web, made.path("token").asString());
        script.get("/tenants/{id}", tenant).expect(200);
        Api.Answer list = operator.get("/tokens?q={q}", name).expect(200);
        assertThat(list.json().path("items")).hasSize(1);
        assertThat(list.body()).doesNotContain(made.path("token").asString());
        operator.delete("/tokens/{id}", made.path("id").asString()).expect(204);
        assertThat(script.get("/tenants/{id}", tenant).problem(401)).isEqualTo("unauthorized");
        operator.delete("/tokens/{id}", made.path("id").asString()).problem(404);
    }

    @Test
    void onlyAnOperatorMakesTokens() {
        for (Role role : new Role[] {Role.ADMIN, Role.ENGINEER, Role.VIEWER}) {
            Api caller = Api.as(web, tokens, role, tenant);
            caller.post(Map.of("name", "x", "role", "OPERATOR"), "/tokens").problem(403);
            caller.get("/tokens").problem(403);
            caller.delete("/tokens/{id}", UUID.randomUUID()).problem(403);
            caller.post("", "/setup-links").problem(403);
        }
    }

    @Test
    void roleAndTenantMustGoTogether() {
        operator.post(Map.of("name", "x", "role", "ADMIN"), "/tokens").problem(400);
        operator.post(Map.of("name", "x", "role", "OPERATOR", "tenantId", tenant), "/tokens")
                .problem(400);
        operator.post(
                        Map.of("name", "x", "role", "ADMIN", "tenantId", UUID.randomUUID()),
                        "/tokens")
                .problem(404);
        operator.post(Map.of("name", "x"), "/tokens").problem(400);
        operator.post(Map.of("role", "OPERATOR"), "/tokens").problem(400);
    }
}
