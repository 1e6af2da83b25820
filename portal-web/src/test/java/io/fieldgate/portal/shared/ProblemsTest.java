package io.fieldgate.portal.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.portal.identity.ApiTokens;
import io.fieldgate.portal.identity.Role;
import io.fieldgate.portal.testing.Api;
import io.fieldgate.portal.testing.Names;
import io.fieldgate.portal.testing.PortalTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@PortalTest
class ProblemsTest {
    @Autowired MockMvcTester web;
    @Autowired ApiTokens tokens;

    private Api api;

    @BeforeEach
    void anOperator() {
        api = Api.as(web, tokens, Role.OPERATOR, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "[]", "null", "\"x\"", "{\"name\":", "{\"name\":{}}", "\u0000", "[[["})
    void malformedJsonIsRefusedWithWords(String body) {
        Api.Answer answer = api.post(body, "/tenants");
        answer.problem(400);
        assertThat(answer.body()).doesNotContain("Exception").doesNotContain("tools.jackson");
    }

    @Test
    void anUnknownPathIsAProblem() {
        assertThat(api.get("/nothing").problem(404)).isEqualTo("not-found");
        assertThat(api.get("/nodes/not-an-id").problem(404)).isEqualTo("not-found");
    }

    @Test
    void aWrongMethodNamesTheRightOnes() {
        assertThat(api.call(HttpMethod.PATCH, null, "/tenants").problem(405))
                .isEqualTo("method-not-allowed");
        assertThat(
                        web.patch()
                                .uri("/api/v1/tenants")
                                .header("Authorization", "Bearer " + operatorToken()))
                .headers()
                .hasValue("Allow", "GET, POST");
    }

    @Test
    void aBodyThatIsNoJsonIsAProblem() {
        assertThat(
                        web.post()
                                .uri("/api/v1/tenants")
                                .header("Authorization", "Bearer " + operatorToken())
                                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                                .content("name=x"))
                .hasStatus(415)
                .hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @Test
    void anUnknownEnumValueNamesThePossibleOnes() {
        UUID tenant = api.tenant(Names.unique("Enum"));
        Api.Answer answer =
                api.post(
                        "{\"name\":\"x\",\"mode\":\"STAR\"}",
                        "/tenants/{id}/secure-servers",
                        tenant);
        answer.problem(400);
        assertThat(answer.json().path("field").asString()).isEqualTo("mode");
        assertThat(answer.json().path("detail").asString()).contains("ONE_TO_MANY");
    }

    @Test
    void badPagingIsRefused() {
        api.get("/tenants?limit=0").problem(400);
        api.get("/tenants?limit=x").problem(400);
        api.get("/tenants?limit=201").problem(400);
        api.get("/tenants?cursor=%00").problem(400);
        api.get("/tenants?cursor=AAAA").problem(400);
    }

    @Test
    void aCollectionIsReadPartByPartInTheOrderOfNames() {
        UUID tenant = api.tenant(Names.unique("Slices"));
        UUID server = api.secureServer(tenant, "Plant");
        for (String name : new String[] {"delta", "Alpha", "charlie", "Bravo", "échelle"}) {
            api.client(server, name);
        }
        StringBuilder seen = new StringBuilder();
        String cursor = "";
        do {
            var part =
                    api.get("/secure-servers/{id}/clients?limit=2&cursor={c}", server, cursor)
                            .expect(200)
                            .json();
            part.path("items")
                    .forEach(item -> seen.append(item.path("name").asString()).append(' '));
            cursor = part.path("nextCursor").asString("");
        } while (!cursor.isEmpty());
        assertThat(seen.toString()).isEqualTo("Alpha Bravo charlie delta échelle ");
    }

    private String operatorToken() {
        return Scope.operator().call(() -> tokens.create("test", Role.OPERATOR, null)).token();
    }
}
