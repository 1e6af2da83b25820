package io.fieldgate.portal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.portal.identity.ApiTokens;
import io.fieldgate.portal.identity.Role;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.Api;
import io.fieldgate.portal.testing.Names;
import io.fieldgate.portal.testing.PortalTest;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

@PortalTest
class FleetApiTest {
    @Autowired MockMvcTester web;
    @Autowired ApiTokens tokens;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionTemplate transactions;

    private Api api;
    private UUID tenant;
    private UUID server;

    @BeforeEach
    void aSecureServer() {
        Api operator = Api.as(web, tokens, Role.OPERATOR, null);
        tenant = operator.tenant(Names.unique("Fleet"));
        api = Api.as(web, tokens, Role.ADMIN, tenant);
        server = api.secureServer(tenant, "Plant");
    }

    @Test
    void aNewSecureServerIsBeingProvisionedAndTellsWhereItIsDialled() {
        JsonNode made = api.get("/secure-servers/{id}", server).expect(200).json();
        assertThat(made.path("state").asString()).isEqualTo("PROVISIONING");
        assertThat(made.path("desiredRevision").asLong()).isEqualTo(1);
        assertThat(made.path("appliedRevision").isNull()).isTrue();
        assertThat(made.path("endpoints")).hasSize(2);
        assertThat(made.at("/endpoints/0/protocol").asString()).isEqualTo("udp");
        assertThat(made.at("/endpoints/0/host").asString()).isEqualTo("portal.test");
        assertThat(made.at("/endpoints/0/port").asInt())
                .isEqualTo(made.at("/endpoints/1/port").asInt())
                .isBetween(21194, 21443);
    }

    @Test
    void aNewNodeIsPendingAndItsCodeIsShownOnceAndKeptAsAHashOnly() {
        JsonNode made = api.newNode(server, "Pump").expect(201).json();
        String code = made.path("activationCode").asString();
        assertThat(code).matches("[0-9A-HJKMNP-TV-Z]{6}(-[0-9A-HJKMNP-TV-Z]{5}){4}");
        assertThat(made.path("state").asString()).isEqualTo("PENDING");
        assertThat(made.path("since").isNull()).isTrue();
        assertThat(made.path("vpnAddress").asString()).startsWith("100.").endsWith(".2");
        UUID id = UUID.fromString(made.path("id").asString());
        assertThat(api.get("/nodes/{id}", id).body())
                .doesNotContain(code)
                .doesNotContain("ctivationCode");
        assertThat(stored(id)).isEqualTo(new ActivationCode(code).hash());
        assertThat(stored(id)).isEqualTo(new ActivationCode(code.toLowerCase(Locale.ROOT)).hash());
    }

    @Test
    void aNewActivationCodeReplacesTheOld() {
        UUID node = api.node(server, "Pump");
        byte[] before = stored(node);
        String code =
                api.post("", "/nodes/{id}/activation-code", node)
                        .expect(200)
                        .json()
                        .path("activationCode")
                        .asString();
        assertThat(stored(node)).isEqualTo(new ActivationCode(code).hash()).isNotEqualTo(before);
    }

    @Test
    void eachChangeRaisesTheRevision() {
        UUID node = api.node(server, "Pump");
        assertThat(revision()).isEqualTo(2);
        api.post(Map.of("prefix", "192.168.1.0/24"), "/nodes/{id}/subnets", node).expect(200);
        assertThat(revision()).isEqualTo(3);
        api.post(Map.of("prefix", "192.168.1.0/24"), "/nodes/{id}/subnets", node).expect(200);
        assertThat(revision()).isEqualTo(3);
        api.delete("/nodes/{id}/subnets?prefix=192.168.1.0/24", node).expect(204);
        assertThat(revision()).isEqualTo(4);
        UUID client = api.client(server, "Laptop");
        assertThat(revision()).isEqualTo(5);
        api.post(Map.of("reason", "lost"), "/clients/{id}/revoke", client).expect(200);
        assertThat(revision()).isEqualTo(6);
        api.post(Map.of("reason", "lost again"), "/clients/{id}/revoke", client).expect(200);
        assertThat(revision()).isEqualTo(6);
    }

    @Test
    void aRevokedNodeStaysRevokedAndGivesItsNameAndSubnetsFree() {
        UUID node = api.node(server, "Pump", "10.1.0.0/16");
        api.post(Map.of("reason", " "), "/nodes/{id}/revoke", node).problem(400);
        JsonNode revoked =
                api.post(Map.of("reason", "stolen"), "/nodes/{id}/revoke", node).expect(200).json();
        assertThat(revoked.path("state").asString()).isEqualTo("REVOKED");
        assertThat(revoked.path("reason").asString()).isEqualTo("stolen");
        assertThat(revoked.path("since").asString()).isNotBlank();
        assertThat(api.post("", "/nodes/{id}/profile", node).problem(409)).isEqualTo("revoked");
        assertThat(api.post("", "/nodes/{id}/activation-code", node).problem(409))
                .isEqualTo("revoked");
        assertThat(
                        api.post(Map.of("prefix", "10.2.0.0/16"), "/nodes/{id}/subnets", node)
                                .problem(409))
                .isEqualTo("revoked");
        api.node(server, "pump", "10.1.0.0/16");
    }

    @Test
    void anOverlapIsRefusedWithASentenceThatNamesBothNodes() {
        api.node(server, "First", "10.20.0.0/16");
        Api.Answer answer = api.newNode(server, "Second", "10.20.30.0/24");
        assertThat(answer.problem(409)).isEqualTo("subnet-overlaps");
        assertThat(answer.json().path("detail").asString()).contains("First").contains("Second");
        assertThat(api.get("/secure-servers/{id}/nodes?q=second", server).json().path("items"))
                .isEmpty();
    }

    @Test
    void aNodeHasSixtyFourSubnetsAtMost() {
        UUID node = api.node(server, "Pump");
        for (int i = 0; i < Subnets.MAX_PER_NODE; i++) {
            api.post(Map.of("prefix", "10.0." + i + ".0/24"), "/nodes/{id}/subnets", node)
                    .expect(200);
        }
        api.post(Map.of("prefix", "10.0.99.0/24"), "/nodes/{id}/subnets", node).problem(400);
    }

    @Test
    void aDeletedSecureServerIsGoneWithAllThatItHad() {
        UUID node = api.node(server, "Pump");
        api.delete("/secure-servers/{id}", server).expect(204);
        api.get("/secure-servers/{id}", server).problem(404);
        api.delete("/secure-servers/{id}", server).problem(404);
        api.get("/nodes/{id}", node).problem(404);
        api.post(Map.of("reason", "x"), "/nodes/{id}/revoke", node).problem(404);
        api.secureServer(tenant, "plant");
    }

    @Test
    void aProfileWithoutThePkiServiceIsRefusedWithWordsAndChangesNothing() {
        UUID node = api.node(server, "Pump");
        long before = revision();
        assertThat(api.post("", "/nodes/{id}/profile", node).problem(503))
                .isEqualTo("certificates-unavailable");
        assertThat(revision()).isEqualTo(before);
    }

    private long revision() {
        return api.get("/secure-servers/{id}", server).json().path("desiredRevision").asLong();
    }

    private byte[] stored(UUID node) {
        return Objects.requireNonNull(
                Scope.operator()
                        .call(() ->
                                transactions.execute(_ ->
                                        jdbc.sql(
                                                        "SELECT activation_code_hash"
                                                                + " FROM peer WHERE id"
                                                                + " = ?")
                                                .param(node)
                                                .query(byte[].class)
                                                .single())));
    }
}
