package io.fieldgate.portal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.contract.control.StateUpdate;
import io.fieldgate.portal.certificate.ServerKeys;
import io.fieldgate.portal.identity.ApiTokens;
import io.fieldgate.portal.identity.Role;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.Api;
import io.fieldgate.portal.testing.Names;
import io.fieldgate.portal.testing.PortalTest;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import tools.jackson.databind.JsonNode;

/// What can be changed of a secure server's tunnels, and what the secure server is told of it.
@PortalTest
class TunnelSettingsTest {
    @Autowired MockMvcTester web;
    @Autowired ApiTokens tokens;
    @Autowired DesiredStates states;
    @Autowired ServerKeys keys;

    private Api api;
    private UUID tenant;
    private UUID server;

    @BeforeEach
    void aSecureServer() {
        Api operator = Api.as(web, tokens, Role.OPERATOR, null);
        tenant = operator.tenant(Names.unique("Tunnels"));
        api = Api.as(web, tokens, Role.ADMIN, tenant);
        server = api.secureServer(tenant, "Plant");
        Scope.operator().run(() -> keys.keyOf(tenant, server));
    }

    @Test
    void aNewSecureServerHasIpv6AndNoOldClients() {
        JsonNode made = api.get("/secure-servers/{id}", server).expect(200).json();
        assertThat(made.path("networkIpv6").asString()).matches("fd[0-9a-f:]+::/64");
        assertThat(made.path("tunMtu").asInt()).isEqualTo(1500);
        assertThat(made.path("oldClients").asBoolean()).isFalse();
        assertThat(settings().networkIpv6()).isEqualTo(made.path("networkIpv6").asString());
        assertThat(settings().tunMtu()).isEqualTo(1500);
        assertThat(settings().tlsCryptKey()).isNull();
    }

    @Test
    void anIpv6AddressEndsInTheIpv4Address() {
        JsonNode node = api.newNode(server, "Pump").expect(201).json();
        String[] ipv4 = node.path("vpnAddress").asString().split("\\.", -1);
        String end =
                ":%x:%x"
                        .formatted(
                                Integer.parseInt(ipv4[0]) << 8 | Integer.parseInt(ipv4[1]),
                                Integer.parseInt(ipv4[2]) << 8 | Integer.parseInt(ipv4[3]));
        assertThat(node.path("vpnAddressIpv6").asString()).startsWith("fd").endsWith(end);
    }

    @Test
    void whatIsLeftOutStaysAsItIs() {
        change(Map.of("tunMtu", 1400)).expect(200);
        JsonNode off = change(Map.of("ipv6", false)).expect(200).json();
        assertThat(off.path("tunMtu").asInt()).isEqualTo(1400);
        assertThat(off.path("networkIpv6").isNull()).isTrue();
        assertThat(off.path("desiredRevision").asLong()).isEqualTo(3);
        assertThat(settings().networkIpv6()).isNull();
        assertThat(settings().tunMtu()).isEqualTo(1400);
        JsonNode made = api.newNode(server, "Pump").expect(201).json();
        assertThat(made.path("vpnAddressIpv6").isNull()).isTrue();
        UUID node = api.node(server, "Weir");
        api.post(Map.of("prefix", "fd12::/64"), "/nodes/{id}/subnets", node).problem(400);
    }

    @Test
    void anMtuThatNoTunnelTakesIsRefused() {
        for (int mtu : new int[] {0, -1, 576, 1279, 1601, 70_000}) {
            assertThat(change(Map.of("tunMtu", mtu)).problem(400)).isEqualTo("invalid-input");
        }
        assertThat(settings().tunMtu()).isEqualTo(1500);
    }

    @Test
    void ipv6SubnetsAreTakenAndToldToTheSecureServer() {
        UUID node = api.node(server, "Pump", "2001:db8:7::/48");
        api.post(Map.of("prefix", "fd12::/64"), "/nodes/{id}/subnets", node).expect(200);
        assertThat(api.newNode(server, "Second", "2001:db8:7:1::/64").problem(409))
                .isEqualTo("subnet-overlaps");
        assertThat(state().peers().getFirst().subnets())
                .extracting(Peer.Subnet::prefix)
                .containsExactlyInAnyOrder("2001:db8:7::/48", "fd12::/64");
    }

    @Test
    void oldClientsShareOneKeyThatStays() {
        change(Map.of("oldClients", true)).expect(200);
        String key = settings().tlsCryptKey();
        assertThat(Base64.getDecoder().decode(String.valueOf(key))).hasSize(256);
        change(Map.of("oldClients", false)).expect(200);
        assertThat(settings().tlsCryptKey()).isNull();
        change(Map.of("oldClients", true)).expect(200);
        assertThat(settings().tlsCryptKey()).isEqualTo(key);
        UUID other = api.secureServer(tenant, "Other");
        byte[] theirs = Scope.operator().call(() -> keys.oldClientKeyOf(tenant, other));
        assertThat(Base64.getEncoder().encodeToString(theirs)).isNotEqualTo(key);
    }

    @Test
    void theSharedKeyNeverComesOut() {
        change(Map.of("oldClients", true)).expect(200);
        String key = String.valueOf(settings().tlsCryptKey());
        assertThat(api.get("/secure-servers/{id}", server).body())
                .doesNotContain(key.substring(0, 20));
        assertThat(settings().toString()).doesNotContain(key.substring(0, 20));
    }

    @Test
    void aProfileForAnOldDeviceIsThereOnlyWhileThoseAreLetIn() {
        UUID node = api.node(server, "Pump");
        assertThat(api.post("", "/nodes/{id}/profile?oldClient=true", node).problem(409))
                .isEqualTo("old-clients-off");
        UUID client = api.client(server, "Laptop");
        assertThat(api.post("", "/clients/{id}/profile?oldClient=true", client).problem(409))
                .isEqualTo("old-clients-off");
    }

    @Test
    void onlyAnAdminChangesThem() {
        Api viewer = Api.as(web, tokens, Role.VIEWER, tenant);
        Api.Answer answer =
                viewer.call(
                        HttpMethod.PATCH,
                        Map.of("oldClients", true),
                        "/secure-servers/{id}",
                        server);
        assertThat(answer.problem(403)).isEqualTo("forbidden");
        assertThat(settings().tlsCryptKey()).isNull();
    }

    private Api.Answer change(Map<String, ?> body) {
        return api.call(HttpMethod.PATCH, body, "/secure-servers/{id}", server);
    }

    private StateUpdate state() {
        return Scope.operator().call(() -> states.since(server, 0)).orElseThrow();
    }

    private ServerSettings settings() {
        return state().settings();
    }
}
