package io.fieldgate.portal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.control.Policy;
import io.fieldgate.contract.control.Policy.Target;
import io.fieldgate.contract.control.RuleHits;
import io.fieldgate.portal.fleet.DeviceSource;
import io.fieldgate.portal.fleet.PolicySource;
import io.fieldgate.portal.fleet.ReportBook;
import io.fieldgate.portal.identity.ApiTokens;
import io.fieldgate.portal.identity.Role;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.Api;
import io.fieldgate.portal.testing.Names;
import io.fieldgate.portal.testing.PortalTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

@PortalTest
class AccessApiTest {
    @Autowired MockMvcTester web;
    @Autowired ApiTokens tokens;
    @Autowired PolicySource policies;
    @Autowired DeviceSource devices;
    @Autowired ReportBook reports;
    @Autowired TransactionTemplate transactions;

    private Api api;
    private UUID server;
    private UUID pump;
    private UUID weir;
    private UUID anna;
    private AccessForTests reporter;

    @BeforeEach
    void aPlantWithTwoSites() {
        Api operator = Api.as(web, tokens, Role.OPERATOR, null);
        UUID tenant = operator.tenant(Names.unique("Access"));
        api = Api.as(web, tokens, Role.ADMIN, tenant);
        server = api.secureServer(tenant, "Plant");
        pump = api.node(server, "Pump 07", "192.168.1.0/24", "192.168.2.0/24");
        weir = api.node(server, "Weir", "192.168.9.0/24");
        anna = api.client(server, "Anna");
        reporter = new AccessForTests(reports, tenant, server);
    }

    @Test
    void aDeviceHasANameALabelAndAnAddressAndIsInTheDesiredState() {
        long before = revision();
        JsonNode plc =
                device(pump, Map.of("name", "PLC 1", "address", "192.168.1.10", "kind", "S7"))
                        .expect(201)
                        .json();
        assertThat(plc.path("label").asString()).isEqualTo("plc-1");
        assertThat(plc.path("kind").asString()).isEqualTo("S7");
        assertThat(plc.path("warning").isNull()).isTrue();
        assertThat(revision()).isEqualTo(before + 1);
        assertThat(inTransaction(() -> devices.devices(server)).get(pump))
                .singleElement()
                .satisfies(device -> assertThat(device.label()).isEqualTo("plc-1"))
                .satisfies(device -> assertThat(device.address()).isEqualTo("192.168.1.10"));
        JsonNode second =
                device(pump, Map.of("name", "Plc-1!", "address", "10.0.0.9")).expect(201).json();
        assertThat(second.path("label").asString()).isEqualTo("plc-1-2");
        assertThat(second.path("warning").asString()).contains("Pump 07", "Nobody reaches");
        assertThat(api.get("/nodes/{id}/devices?q=plc 1", pump).json().path("items")).hasSize(1);
        api.delete("/nodes/{id}/devices/{d}", pump, second.path("id").asString()).expect(204);
        assertThat(api.get("/nodes/{id}/devices", pump).json().path("items")).hasSize(1);
    }

    @Test
    void aDeviceThatCannotBeIsRefusedWithTheFieldAtFault() {
        device(pump, Map.of("name", "A", "address", "192.168.1.10")).expect(201);
        assertThat(device(pump, Map.of("name", "a", "address", "192.168.1.11")).problem(409))
                .isEqualTo("name-taken");
        for (String address : List.of("", "192.168.1.0/24", "127.0.0.1", "224.0.0.1", "x", "::")) {
            Api.Answer answer = device(pump, Map.of("name", "B", "address", address));
            answer.problem(400);
            assertThat(answer.json().path("field").asString()).as(address).isEqualTo("address");
        }
        for (String label : List.of("-a", "A", "1-2", "a.b", "x".repeat(64))) {
            Api.Answer answer =
                    device(pump, Map.of("name", "B", "address", "10.1.1.1", "label", label));
            answer.problem(400);
            assertThat(answer.json().path("field").asString()).as(label).isEqualTo("label");
        }
    }

    @Test
    void rulesBecomeThePolicyOfTheSecureServer() {
        UUID plc = device(weir, Map.of("name", "PLC", "address", "192.168.9.5")).expect(201).id();
        long before = revision();
        rules(
                        Map.of(
                                "nodes", List.of(pump),
                                "subnets", List.of("192.168.1.0/24", "192.168.2.0/24"),
                                "devices", List.of(plc),
                                "protocol", "TCP",
                                "ports", List.of("102", "5900-5910")),
                        Map.of("effect", "DENY", "protocol", "ICMP", "direction", "BOTH"))
                .expect(200);
        assertThat(revision()).isEqualTo(before + 1);
        Policy policy = inTransaction(() -> policies.policy(server));
        assertThat(policy.rules()).hasSize(2);
        Policy.Rule first = policy.rules().getFirst();
        assertThat(first.clientIds()).containsExactly(anna.toString());
        assertThat(first.targets())
                .containsExactlyInAnyOrder(
                        new Target(pump.toString(), "192.168.1.0/24"),
                        new Target(pump.toString(), "192.168.2.0/24"),
                        new Target(weir.toString(), "192.168.9.5/32"));
        assertThat(first.ports())
                .containsExactly(new Policy.PortRange(102, 102), new Policy.PortRange(5900, 5910));
        assertThat(policy.rules().get(1).targets()).isEmpty();
        assertThat(policy.rules().get(1).effect()).isEqualTo(Policy.Effect.DENY);
    }

    @Test
    void anAnswerCanBeSentBackAndAnUnchangedRuleKeepsItsIdAndItsHits() {
        String one =
                rules(Map.of("nodes", List.of(pump)), Map.of("nodes", List.of(weir)))
                        .expect(200)
                        .json()
                        .at("/items/0/id")
                        .asString();
        reporter.hits(new RuleHits(one, 7, Instant.now()));
        long before = revision();
        JsonNode items = api.get("/clients/{id}/rules", anna).json().path("items");
        assertThat(items.get(0).path("hits").asLong()).isEqualTo(7);
        assertThat(items.get(0).path("lastHit").asString()).isNotBlank();
        put("/clients/" + anna + "/rules", items).expect(200);
        assertThat(revision()).isEqualTo(before);
        JsonNode kept = rules(Map.of("nodes", List.of(pump))).expect(200).json();
        assertThat(kept.at("/items/0/id").asString()).isEqualTo(one);
        assertThat(kept.at("/items/0/hits").asLong()).isEqualTo(7);
        rules().expect(200);
        assertThat(inTransaction(() -> policies.policy(server)).rules()).isEmpty();
    }

    @Test
    void aRuleThatCannotBeIsRefusedWithTheFieldAtFault() {
        List<Map<String, Object>> wrong =
                List.of(
                        Map.of("ports", List.of("102")),
                        Map.of("protocol", "TCP", "ports", List.of("70000")),
                        Map.of("protocol", "TCP", "ports", List.of("20-10")),
                        Map.of("subnets", List.of("192.168.1.7/24")),
                        Map.of("subnets", List.of("0.0.0.0/0")),
                        Map.of("nodes", List.of(UUID.randomUUID())),
                        Map.of("nodes", List.of(anna)),
                        Map.of("groups", List.of(UUID.randomUUID())),
                        Map.of("devices", List.of(UUID.randomUUID())),
                        Map.of("note", "n".repeat(300)),
                        Map.of("effect", "MAYBE"));
        for (Map<String, Object> rule : wrong) {
            Api.Answer answer = rules(rule);
            answer.problem(400);
            assertThat(answer.json().path("field").asString())
                    .as(rule.toString())
                    .startsWith("[0]");
        }
    }

    @Test
    void aGroupsRulesAreThoseOfItsClientsAndFollowItsMembers() {
        UUID ben = api.client(server, "Ben");
        UUID engineers = group("Engineers", "CLIENTS");
        UUID north = group("North", "NODES");
        members(engineers, anna, ben).expect(200);
        put("/groups/" + engineers + "/rules", List.of(Map.of("groups", List.of(north))))
                .expect(200);
        Policy.Rule empty = inTransaction(() -> policies.policy(server)).rules().getFirst();
        assertThat(empty.clientIds()).containsExactlyInAnyOrder(anna.toString(), ben.toString());
        assertThat(empty.targets()).containsExactly(new Target(PolicyRenderer.NOWHERE, null));
        long before = revision();
        members(north, pump).expect(200);
        assertThat(revision()).isEqualTo(before + 1);
        assertThat(inTransaction(() -> policies.policy(server)).rules().getFirst().targets())
                .containsExactly(new Target(pump.toString(), null));
        members(engineers).expect(200);
        assertThat(inTransaction(() -> policies.policy(server)).rules()).isEmpty();
        members(north, anna).problem(400);
        assertThat(put("/groups/" + north + "/rules", List.of()).problem(409))
                .isEqualTo("group-of-nodes");
        assertThat(api.get("/nodes/{id}/rules", pump).json().path("items")).hasSize(1);
        assertThat(api.get("/nodes/{id}/rules", weir).json().path("items")).isEmpty();
    }

    @Test
    void whatARuleNamesStaysUntilTheRuleIsGone() {
        UUID plc = device(pump, Map.of("name", "PLC", "address", "192.168.1.5")).expect(201).id();
        UUID north = group("North", "NODES");
        rules(Map.of("devices", List.of(plc), "groups", List.of(north))).expect(200);
        assertThat(api.delete("/nodes/{id}/devices/{d}", pump, plc).problem(409))
                .isEqualTo("in-use");
        assertThat(api.delete("/groups/{id}", north).problem(409)).isEqualTo("in-use");
        rules().expect(200);
        api.delete("/nodes/{id}/devices/{d}", pump, plc).expect(204);
        api.delete("/groups/{id}", north).expect(204);
        api.get("/groups/{id}", north).problem(404);
        api.delete("/secure-servers/{id}", server).expect(204);
    }

    @Test
    void hitsAreAddedOverReportsAndRestartsAndNoneTwice() {
        String rule = rules(Map.of("nodes", List.of(pump))).json().at("/items/0/id").asString();
        reporter.hits(new RuleHits(rule, 5, Instant.now()));
        reporter.hits(new RuleHits(rule, 8, Instant.now()));
        reporter.hitsAgain(new RuleHits(rule, 8, Instant.now()));
        assertThat(hits()).isEqualTo(8);
        reporter.restart();
        reporter.hits(new RuleHits(rule, 3, Instant.now()));
        reporter.hits(new RuleHits(rule, 4, Instant.now()), new RuleHits("gone", 9, Instant.now()));
        assertThat(hits()).isEqualTo(12);
    }

    @Test
    void effectiveAccessSaysWhatIsReachedAndWhy() {
        JsonNode open = api.get("/clients/{id}/effective-access", anna).expect(200).json();
        assertThat(open.path("restricted").asBoolean()).isFalse();
        assertThat(open.at("/items/0/places/1/access").asString()).isEqualTo("ALL");
        UUID plc = device(pump, Map.of("name", "PLC", "address", "192.168.1.5")).expect(201).id();
        rules(Map.of("devices", List.of(plc), "protocol", "TCP", "ports", List.of("102")))
                .expect(200);
        JsonNode access = api.get("/clients/{id}/effective-access", anna).expect(200).json();
        assertThat(access.path("restricted").asBoolean()).isTrue();
        assertThat(access.path("rules")).hasSize(1);
        assertThat(access.path("items")).hasSize(2);
        JsonNode device = place(access, "PLC");
        assertThat(device.path("access").asString()).isEqualTo("SOME");
        assertThat(device.path("fromClient").asString()).isEqualTo("TCP 102");
        assertThat(device.path("fromNode").asString()).isEqualTo("nothing");
        assertThat(device.path("why").asString()).contains("rule 1 of the client \"Anna\"");
        assertThat(place(access, "192.168.2.0/24").path("access").asString()).isEqualTo("NONE");
        assertThat(place(access, "192.168.2.0/24").path("ruleIds")).isEmpty();
    }

    @Test
    void aPreviewNamesWhatIsLostAndWhoIsCutOffAndChangesNothing() {
        reporter.connected(pump, anna);
        long before = revision();
        JsonNode preview =
                api.post(
                                List.of(
                                        Map.of(
                                                "nodes", List.of(pump),
                                                "subnets", List.of("192.168.1.0/24"))),
                                "/clients/{id}/rules/preview",
                                anna)
                        .expect(200)
                        .json();
        assertThat(preview.path("lost").toString())
                .contains("192.168.2.0/24", "192.168.9.0/24")
                .contains("\"fromNode\":\"everything\"");
        assertThat(preview.path("gained")).isEmpty();
        assertThat(preview.at("/cut/0/clientName").asString()).isEqualTo("Anna");
        assertThat(preview.at("/cut/0/since").asString()).isNotBlank();
        assertThat(preview.at("/cut/0/from").toString())
                .contains("192.168.2.0/24 behind Pump 07")
                .doesNotContain("Weir");
        assertThat(revision()).isEqualTo(before);
        assertThat(api.get("/clients/{id}/rules", anna).json().path("items")).isEmpty();
    }

    @Test
    void whoOnlyLooksCannotChangeAnything() {
        Api viewer = Api.as(web, tokens, Role.VIEWER, tenant());
        assertThat(viewer.get("/clients/{id}/rules", anna).expect(200).json().path("items"))
                .isEmpty();
        viewer.call(HttpMethod.PUT, List.of(), "/clients/" + anna + "/rules").problem(403);
        viewer.post(Map.of("target", "Pump 07"), "/clients/{id}/why", anna).problem(403);
    }

    private UUID tenant() {
        return UUID.fromString(
                api.get("/secure-servers/{id}", server).json().path("tenantId").asString());
    }

    private Api.Answer device(UUID node, Map<String, Object> body) {
        return api.post(body, "/nodes/{id}/devices", node);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // they are only read
    private Api.Answer rules(Map<String, Object>... rules) {
        return put("/clients/" + anna + "/rules", List.of(rules));
    }

    private Api.Answer put(String path, Object body) {
        return api.call(HttpMethod.PUT, body, path);
    }

    private UUID group(String name, String kind) {
        return api.post(Map.of("name", name, "kind", kind), "/secure-servers/{id}/groups", server)
                .expect(201)
                .id();
    }

    private Api.Answer members(UUID group, UUID... ids) {
        return put("/groups/" + group + "/members", Map.of("memberIds", List.of(ids)));
    }

    private long hits() {
        return api.get("/clients/{id}/rules", anna).json().at("/items/0/hits").asLong();
    }

    private long revision() {
        return api.get("/secure-servers/{id}", server).json().path("desiredRevision").asLong();
    }

    private static JsonNode place(JsonNode access, String name) {
        for (JsonNode node : access.path("items")) {
            for (JsonNode place : node.path("places")) {
                if (place.path("name").asString().equals(name)) {
                    return place;
                }
            }
        }
        throw new AssertionError("no place " + name + " in " + access);
    }

    private <T> T inTransaction(Supplier<T> work) {
        return Scope.operator()
                .call(() -> Objects.requireNonNull(transactions.execute(_ -> work.get())));
    }
}
