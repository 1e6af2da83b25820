package io.fieldgate.e2e.support;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What an admin does in the portal, by the REST API.
public final class Portal {
    private final Api api;

    public Portal(Api api) {
        this.api = api;
    }

    public Api api() {
        return api;
    }

    public String tenant(String name) {
        return id(api.post("/tenants", Map.of("name", name)));
    }

    /// Creates a One-to-Many secure server and waits until it runs.
    public String secureServer(String tenantId, String name) {
        return secureServer(tenantId, name, "ONE_TO_MANY");
    }

    /// Creates a secure server with a routing mode and waits until it runs.
    public String secureServer(String tenantId, String name, String mode) {
        String id =
                id(
                        api.post(
                                "/tenants/" + tenantId + "/secure-servers",
                                Map.of("name", name, "mode", mode)));
        awaitRunning(id);
        return id;
    }

    public void awaitRunning(String serverId) {
        Eventually.value(
                "secure server runs",
                Duration.ofSeconds(30),
                () -> api.get("/secure-servers/" + serverId).expect(200).json(),
                server -> server.path("state").asString().equals("RUNNING"));
    }

    /// Changes a secure server's settings and waits until they are in force.
    ///
    /// @param body a JSON object, such as `{"tunMtu": 1400}`
    public void change(String serverId, String body) {
        api.call("PATCH", "/secure-servers/" + serverId, body).expect(200);
        Eventually.value(
                "settings are in force",
                Duration.ofSeconds(30),
                () -> api.get("/secure-servers/" + serverId).expect(200).json(),
                server ->
                        server.path("appliedRevision").asLong(0)
                                >= server.path("desiredRevision").asLong());
    }

    /// Creates a node, with subnets entered by the admin.
    public String node(String serverId, String name, String... subnets) {
        return id(
                api.post(
                        "/secure-servers/" + serverId + "/nodes",
                        subnets.length == 0
                                ? Map.of("name", name, "description", "")
                                : Map.of(
                                        "name",
                                        name,
                                        "description",
                                        "",
                                        "subnets",
                                        List.of(subnets))));
    }

    public String client(String serverId, String name) {
        return id(
                api.post(
                        "/secure-servers/" + serverId + "/clients",
                        Map.of("name", name, "kind", "PERSON")));
    }

    public String nodeProfile(String nodeId) {
        return api.call("POST", "/nodes/" + nodeId + "/profile", null).expect(200).body();
    }

    public String clientProfile(String clientId) {
        return api.call("POST", "/clients/" + clientId + "/profile", null).expect(200).body();
    }

    public JsonNode readNode(String nodeId) {
        return api.get("/nodes/" + nodeId).expect(200).json();
    }

    public JsonNode readClient(String clientId) {
        return api.get("/clients/" + clientId).expect(200).json();
    }

    public void awaitNodeState(String nodeId, String state) {
        Eventually.value(
                "node state " + state,
                Duration.ofSeconds(40),
                () -> readNode(nodeId).path("state").asString(),
                state::equals);
    }

    private static String id(Api.Answer answer) {
        if (answer.status() != 200 && answer.status() != 201) {
            throw new AssertionError("status " + answer.status() + ": " + answer.body());
        }
        return answer.json().path("id").asString();
    }
}
