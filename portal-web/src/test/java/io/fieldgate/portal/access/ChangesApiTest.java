package io.fieldgate.portal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.control.Policy;
import io.fieldgate.contract.control.Policy.Target;
import io.fieldgate.portal.fleet.DeviceSource;
import io.fieldgate.portal.fleet.PolicySource;
import io.fieldgate.portal.fleet.ReportBook;
import io.fieldgate.portal.identity.ApiTokens;
import io.fieldgate.portal.identity.Role;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.Api;
import io.fieldgate.portal.testing.Names;
import io.fieldgate.portal.testing.PortalTest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/// Devices that are changed, and what other members of a group would change.
@PortalTest
class ChangesApiTest {
    @Autowired MockMvcTester web;
    @Autowired ApiTokens tokens;
    @Autowired PolicySource policies;
    @Autowired DeviceSource devices;
    @Autowired ReportBook reports;
    @Autowired TransactionTemplate transactions;
    @Autowired JdbcClient jdbc;

    private Api api;
    private UUID server;
    private UUID pump;
    private UUID weir;
    private UUID anna;
    private UUID plc;
    private AccessForTests reporter;

    @BeforeEach
    void aPlantWithADevice() {
        Api operator = Api.as(web, tokens, Role.OPERATOR, null);
        UUID tenant = operator.tenant(Names.unique("Changes"));
        api = Api.as(web, tokens, Role.ADMIN, tenant);
        server = api.secureServer(tenant, "Plant");
        pump = api.node(server, "Pump", "192.168.1.0/24");
        weir = api.node(server, "Weir", "192.168.9.0/24");
        anna = api.client(server, "Anna");
        plc = device("PLC 1", "192.168.1.10");
        reporter = new AccessForTests(reports, tenant, server);
    }

    @Test
    void aDeviceGetsAnotherNameAndAddressAndKeepsItsDnsLabel() {
        long before = revision();
        JsonNode changed =
                change(Map.of("name", "PLC main", "address", "192.168.1.11", "note", "new"))
                        .expect(200)
                        .json();
        assertThat(changed.path("id").asString()).isEqualTo(plc.toString());
        assertThat(changed.path("name").asString()).isEqualTo("PLC main");
        assertThat(changed.path("label").asString()).isEqualTo("plc-1");
        assertThat(api.get("/nodes/{id}/devices/{d}", pump, plc).expect(200).json())
                .isEqualTo(changed);
        assertThat(revision()).isEqualTo(before + 1);
        assertThat(inTransaction(() -> devices.devices(server)).get(pump))
                .singleElement()
                .satisfies(device -> assertThat(device.label()).isEqualTo("plc-1"))
                .satisfies(device -> assertThat(device.address()).isEqualTo("192.168.1.11"));
        assertThat(audit())
                .containsExactly(
                        "PLC main: name PLC 1 to PLC main, address 192.168.1.10 to 192.168.1.11,"
                                + " note changed behind Pump");
        change(Map.of("name", "PLC main", "address", "192.168.1.11", "note", "new")).expect(200);
        assertThat(revision()).as("nothing changed").isEqualTo(before + 1);
        assertThat(audit()).hasSize(1);
    }

    @Test
    void rulesThatNameTheDeviceFollowItsAddress() {
        put("/clients/" + anna + "/rules", List.of(Map.of("devices", List.of(plc)))).expect(200);
        long before = policyRevision();
        change(Map.of("name", "PLC 1", "address", "192.168.1.10", "note", "x")).expect(200);
        assertThat(policyRevision()).as("the rules are the same").isEqualTo(before);
        change(Map.of("name", "PLC 1", "address", "192.168.1.11")).expect(200);
        assertThat(policyRevision()).isGreaterThan(before);
        Policy policy = inTransaction(() -> policies.policy(server));
        assertThat(policy.rules().getFirst().targets())
                .containsExactly(new Target(pump.toString(), "192.168.1.11/32"));
    }

    @Test
    void aChangeThatCannotBeIsRefusedAndChangesNothing() {
        device("HMI", "192.168.1.20");
        assertThat(change(Map.of("name", "hmi", "address", "192.168.1.10")).problem(409))
                .isEqualTo("name-taken");
        Api.Answer label = change(Map.of("name", "A", "address", "192.168.1.10", "label", "hmi"));
        label.problem(400);
        assertThat(label.json().path("field").asString()).isEqualTo("label");
        change(Map.of("name", "A", "address", "192.168.1.0/24")).problem(400);
        change(Map.of("address", "192.168.1.10")).problem(400);
        put("/nodes/" + weir + "/devices/" + plc, Map.of("name", "A", "address", "192.168.9.1"))
                .problem(404);
        assertThat(audit()).isEmpty();
        api.post(Map.of("reason", "gone"), "/nodes/{id}/revoke", pump).expect(200);
        assertThat(change(Map.of("name", "A", "address", "192.168.1.11")).problem(409))
                .isEqualTo("revoked");
    }

    @Test
    void aPreviewOfMembersNamesWhoIsCutOffAndChangesNothing() {
        UUID guests = group("Guests", "CLIENTS");
        put("/groups/" + guests + "/rules", List.of(Map.of("nodes", List.of(weir)))).expect(200);
        reporter.connected(pump, anna);
        long before = revision();
        JsonNode joins = preview(guests, anna).expect(200).json();
        assertThat(joins.path("lost").toString()).contains("192.168.1.0/24").contains("Anna");
        assertThat(joins.at("/cut/0/clientName").asString()).isEqualTo("Anna");
        assertThat(joins.at("/cut/0/from").toString()).contains("192.168.1.0/24 behind Pump");
        assertThat(api.get("/groups/{id}/members", guests).json().path("items")).isEmpty();
        assertThat(revision()).isEqualTo(before);
        put("/groups/" + guests + "/members", Map.of("memberIds", List.of(anna))).expect(200);
        JsonNode leaves = preview(guests).expect(200).json();
        assertThat(leaves.path("lost")).isEmpty();
        assertThat(leaves.path("gained").toString()).contains("192.168.1.0/24");
    }

    @Test
    void aPreviewOfNodesOfAGroupTellsOfTheClientsWhoseRulesNameIt() {
        UUID north = group("North", "NODES");
        put("/groups/" + north + "/members", Map.of("memberIds", List.of(pump, weir))).expect(200);
        put("/clients/" + anna + "/rules", List.of(Map.of("groups", List.of(north)))).expect(200);
        api.client(server, "Ben");
        reporter.connected(pump, anna);
        JsonNode less = preview(north, weir).expect(200).json();
        assertThat(less.path("lost").toString())
                .contains("Anna", "Pump")
                .doesNotContain("Ben", "Weir");
        assertThat(less.at("/cut/0/clientName").asString()).isEqualTo("Anna");
        preview(north, anna).problem(400);
        api.post(Map.of(), "/groups/{id}/members/preview", north).problem(400);
    }

    private UUID device(String name, String address) {
        return api.post(Map.of("name", name, "address", address), "/nodes/{id}/devices", pump)
                .expect(201)
                .id();
    }

    private Api.Answer change(Map<String, Object> body) {
        return put("/nodes/" + pump + "/devices/" + plc, body);
    }

    private Api.Answer put(String path, Object body) {
        return api.call(HttpMethod.PUT, body, path);
    }

    private UUID group(String name, String kind) {
        return api.post(Map.of("name", name, "kind", kind), "/secure-servers/{id}/groups", server)
                .expect(201)
                .id();
    }

    private Api.Answer preview(UUID group, UUID... members) {
        return api.post(
                Map.of("memberIds", List.of(members)), "/groups/{id}/members/preview", group);
    }

    private long revision() {
        return api.get("/secure-servers/{id}", server).json().path("desiredRevision").asLong();
    }

    private long policyRevision() {
        return inTransaction(() ->
                jdbc.sql("SELECT policy_revision FROM secure_server WHERE id = ?")
                        .param(server)
                        .query(Long.class)
                        .single());
    }

    private List<String> audit() {
        return inTransaction(() ->
                jdbc.sql(
                                """
                                SELECT subject_name || ': ' || detail FROM audit_entry
                                WHERE subject_id = ? AND action = 'device.change'
                                """)
                        .param(plc)
                        .query(String.class)
                        .list());
    }

    private <T> T inTransaction(Supplier<T> work) {
        return Scope.operator()
                .call(() -> Objects.requireNonNull(transactions.execute(_ -> work.get())));
    }
}
