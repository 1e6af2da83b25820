package io.fieldgate.portal.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fieldgate.portal.identity.ApiTokens;
import io.fieldgate.portal.identity.Role;
import io.fieldgate.portal.shared.Scope;
import java.io.UnsupportedEncodingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls the REST API with one token.
public final class Api {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final MockMvcTester web;
    private final @Nullable String token;

    private Api(MockMvcTester web, @Nullable String token) {
        this.web = web;
        this.token = token;
    }

    /// Calls with a new token of this role.
    ///
    /// @param tenantId none for OPERATOR
    public static Api as(MockMvcTester web, ApiTokens tokens, Role role, @Nullable UUID tenantId) {
        return new Api(
                web, Scope.operator().call(() -> tokens.create("test", role, tenantId)).token());
    }

    /// Calls with this token, or with none.
    public static Api with(MockMvcTester web, @Nullable String token) {
        return new Api(web, token);
    }

    /// An answer, read.
    public record Answer(int status, String contentType, String body) {
        public JsonNode json() {
            return JSON.readTree(body);
        }

        public UUID id() {
            return UUID.fromString(json().path("id").asString());
        }

        /// The answer, if it has this status.
        public Answer expect(int wanted) {
            if (status != wanted) {
                throw new AssertionError("status " + status + ", not " + wanted + ": " + body);
            }
            return this;
        }

        /// The short name of the problem, if this answer is a well-formed one.
        public String problem(int wanted) {
            expect(wanted);
            if (!contentType.startsWith("application/problem+json")
                    || json().path("status").asInt() != wanted
                    || json().path("title").asString().isBlank()
                    || json().path("detail").asString().isBlank()) {
                throw new AssertionError("no problem: " + contentType + " " + body);
            }
            return json().path("type").asString().replace("urn:fieldgate:problem:", "");
        }
    }

    public Answer get(String path, Object... variables) {
        return call(HttpMethod.GET, null, path, variables);
    }

    public Answer delete(String path, Object... variables) {
        return call(HttpMethod.DELETE, null, path, variables);
    }

    /// Posts an object as JSON; a string is sent as it is.
    public Answer post(Object body, String path, Object... variables) {
        return call(HttpMethod.POST, body, path, variables);
    }

    public Answer call(HttpMethod method, @Nullable Object body, String path, Object... variables) {
        var request = web.method(method).uri("/api/v1" + path, variables);
        if (token != null) {
            request = request.header("Authorization", "Bearer " + token);
        }
        if (body != null) {
            request =
                    request.contentType(MediaType.APPLICATION_JSON)
                            .content(
                                    body instanceof String text
                                            ? text.getBytes(UTF_8)
                                            : JSON.writeValueAsBytes(body));
        }
        MockHttpServletResponse response = request.exchange().getResponse();
        try {
            String type = response.getContentType();
            return new Answer(
                    response.getStatus(),
                    type == null ? "" : type,
                    response.getContentAsString(UTF_8));
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    public UUID tenant(String name) {
        return post(Map.of("name", name), "/tenants").expect(201).id();
    }

    public UUID secureServer(UUID tenantId, String name) {
        return secureServer(tenantId, name, "ONE_TO_MANY");
    }

    public UUID secureServer(UUID tenantId, String name, String mode) {
        return post(Map.of("name", name, "mode", mode), "/tenants/{id}/secure-servers", tenantId)
                .expect(201)
                .id();
    }

    public Answer newNode(UUID serverId, String name, String... subnets) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("description", "");
        body.put("subnets", List.of(subnets));
        return post(body, "/secure-servers/{id}/nodes", serverId);
    }

    public UUID node(UUID serverId, String name, String... subnets) {
        return newNode(serverId, name, subnets).expect(201).id();
    }

    public UUID client(UUID serverId, String name) {
        return post(
                        Map.of("name", name, "kind", "PERSON"),
                        "/secure-servers/{id}/clients",
                        serverId)
                .expect(201)
                .id();
    }
}
