package io.fieldgate.launcher;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.launcher.settings.Secrets;
import io.fieldgate.launcher.settings.Settings;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Refusal;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What the launcher asks of the portal, with the token that is in the data folder for it.
final class PortalClient {
    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final int CONFLICT = 409;

    private final DataFolder data;
    private final Settings settings;

    PortalClient(DataFolder data, Settings settings) {
        this.data = data;
        this.settings = settings;
    }

    /// A new one-time link by which the first operator sets up an account; empty when there is one.
    Optional<String> setupLink() throws InterruptedException {
        HttpResponse<String> answer = post("/api/v1/setup-links", Map.of());
        if (answer.statusCode() == CONFLICT) {
            return Optional.empty();
        }
        return Optional.of(field(answer, "url"));
    }

    /// A new API token.
    ///
    /// @param role such as `ADMIN`
    /// @param tenantId for roles within a tenant
    String createToken(String name, String role, @Nullable String tenantId)
            throws InterruptedException {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("role", role);
        if (tenantId != null) {
            body.put("tenantId", tenantId);
        }
        return field(post("/api/v1/tokens", body), "token");
    }

    private HttpResponse<String> post(String path, Map<String, String> body)
            throws InterruptedException {
        String token =
                new Secrets(data)
                        .find(data.launcherToken())
                        .orElseThrow(() ->
                                new Refusal(
                                        "%s is missing: start Fieldgate once with ./fieldgate up."
                                                .formatted(data.launcherToken())));
        try (LocalHttps portal = new LocalHttps(settings.port(), data.portalCa())) {
            return portal.post(path, token, ContractJson.MAPPER.writeValueAsString(body));
        } catch (IOException e) {
            throw new Refusal(
                    "The portal does not answer on port %d (%s). Is it running? ./fieldgate status --data %s"
                            .formatted(settings.port(), e.getMessage(), data.root()),
                    e);
        }
    }

    private static String field(HttpResponse<String> answer, String name) {
        try {
            JsonNode json = ContractJson.MAPPER.readTree(answer.body());
            if ((answer.statusCode() == OK || answer.statusCode() == CREATED)
                    && json.path(name).isString()) {
                return json.path(name).stringValue();
            }
            throw new Refusal(
                    "The portal says no (%d): %s"
                            .formatted(
                                    answer.statusCode(),
                                    json.path("detail").asString(json.path("title").asString(""))));
        } catch (JacksonException e) {
            throw new Refusal(
                    "The portal's answer (%d) cannot be understood.".formatted(answer.statusCode()),
                    e);
        }
    }
}
