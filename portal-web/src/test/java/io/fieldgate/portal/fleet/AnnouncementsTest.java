package io.fieldgate.portal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.contract.control.ServerSettings.Announcements;
import io.fieldgate.portal.testing.Api;
import io.fieldgate.portal.testing.PortalTest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import tools.jackson.databind.JsonNode;

/// What becomes of subnets that nodes announce.
@PortalTest
class AnnouncementsTest {
    private static final String SUBNET = "192.168.1.0/24";

    @Autowired MockMvcTester web;
    @Autowired SitesFixture sites;

    private SitesFixture.Plant plant;
    private Api admin;

    @BeforeEach
    void aSecureServer() {
        use(RoutingMode.ONE_TO_MANY);
    }

    @ParameterizedTest
    @EnumSource(RoutingMode.class)
    void whereTheAdminIsAskedAnAnnouncedSubnetWaits(RoutingMode mode) {
        use(mode);
        plant.change(Map.of("announcements", "ASK")).expect(200);
        UUID node = admin.node(plant.server, "Pump");
        long before = plant.state().revision();
        plant.announce(node, SUBNET);
        assertThat(plant.since(before)).isEmpty();
        assertThat(state(node, SUBNET)).isEqualTo("PENDING");
        admin.post(Map.of("prefix", SUBNET), "/nodes/{id}/subnets/approve", node).expect(200);
        assertThat(plant.inForce(node)).containsExactly(SUBNET);
        plant.announce(node);
        assertThat(plant.inForce(node)).isEmpty();
        plant.announce(node, SUBNET);
        assertThat(plant.inForce(node)).containsExactly(SUBNET);
    }

    @ParameterizedTest
    @EnumSource(RoutingMode.class)
    void aRefusalIsKeptAndToldToTheSecureServer(RoutingMode mode) {
        use(mode);
        UUID node = admin.node(plant.server, "Pump");
        plant.announce(node, SUBNET, "10.5.0.0/16");
        admin.post(Map.of("prefix", SUBNET), "/nodes/{id}/subnets/refuse", node).expect(200);
        assertThat(plant.inForce(node)).containsExactly("10.5.0.0/16");
        assertThat(Objects.requireNonNull(plant.peer(node).site()).refusedSubnets())
                .containsExactly(SUBNET);
        plant.announce(node, "10.5.0.0/16");
        plant.announce(node, SUBNET, "10.5.0.0/16");
        assertThat(state(node, SUBNET)).isEqualTo("REFUSED");
        assertThat(plant.inForce(node)).containsExactly("10.5.0.0/16");
        admin.post(Map.of("prefix", SUBNET), "/nodes/{id}/subnets", node).expect(200);
        assertThat(plant.inForce(node)).contains(SUBNET);
        assertThat(Objects.requireNonNull(plant.peer(node).site()).refusedSubnets()).isEmpty();
        assertThat(
                        admin.post(Map.of("prefix", SUBNET), "/nodes/{id}/subnets/refuse", node)
                                .problem(409))
                .isEqualTo("subnet-added-by-admin");
    }

    @Test
    void onlyAnAnnouncedSubnetIsApprovedOrRefused() {
        UUID node = admin.node(plant.server, "Pump", "10.1.0.0/16");
        plant.announce(node, "nonsense");
        for (String verb : List.of("approve", "refuse")) {
            String path = "/nodes/{id}/subnets/" + verb;
            admin.post(Map.of("prefix", "10.1.0.0/16"), path, node).problem(404);
            admin.post(Map.of(), path, node).problem(404);
        }
        admin.post(Map.of("prefix", "nonsense"), "/nodes/{id}/subnets/approve", node).problem(400);
    }

    @Test
    void anOverlapNamesBothNodesOffersIdenticalNetworksAndEndsWithTheOther() {
        UUID first = admin.node(plant.server, "First", "192.168.0.0/16");
        UUID second = admin.node(plant.server, "Second");
        plant.announce(second, SUBNET);
        assertThat(plant.inForce(second)).isEmpty();
        assertThat(subnet(second, SUBNET).path("reason").asString())
                .contains("First", "Second", "Identical Networks");
        Api.Answer typed = admin.post(Map.of("prefix", SUBNET), "/nodes/{id}/subnets", second);
        assertThat(typed.json().path("detail").asString())
                .contains("First", "Second", "Identical Networks");
        assertThat(
                        admin.post(Map.of("prefix", SUBNET), "/nodes/{id}/subnets/approve", second)
                                .problem(409))
                .isEqualTo("subnet-overlaps");
        admin.post(Map.of("reason", "gone"), "/nodes/{id}/revoke", first).expect(200);
        assertThat(plant.inForce(first)).isEmpty();
        assertThat(state(first, "192.168.0.0/16")).isEqualTo("REFUSED");
        assertThat(plant.inForce(second)).containsExactly(SUBNET);
    }

    @Test
    void changingTheSwitchCutsNothingThatWorksAndLetsInWhatWaits() {
        UUID node = admin.node(plant.server, "Pump");
        plant.announce(node, SUBNET);
        plant.change(Map.of("announcements", "ASK")).expect(200);
        plant.announce(node, SUBNET, "10.5.0.0/16");
        assertThat(plant.inForce(node)).containsExactly(SUBNET);
        assertThat(state(node, "10.5.0.0/16")).isEqualTo("PENDING");
        plant.change(Map.of("announcements", "ACCEPT")).expect(200);
        assertThat(plant.inForce(node)).containsExactly("10.5.0.0/16", SUBNET);
    }

    @ParameterizedTest
    @EnumSource(RoutingMode.class)
    void aHostileAnnouncementChangesNothingForOthersAndSaysWhy(RoutingMode mode) {
        use(mode);
        UUID victim = admin.node(plant.server, "Victim", "10.200.0.0/16");
        UUID evil = admin.node(plant.server, "Evil");
        var before = plant.peer(victim);
        plant.announce(
                evil,
                Stream.concat(
                                Stream.of(
                                        "0.0.0.0/0",
                                        "::/0",
                                        "100.64.0.0/10",
                                        "not a subnet",
                                        "\u0000\u202e'; DROP TABLE peer;--",
                                        "10.200.0.0/33",
                                        "127.0.0.1",
                                        "x".repeat(5_000)),
                                IntStream.range(0, 10_000)
                                        .mapToObj(i -> "10." + i / 256 + "." + i % 256 + ".0/24"))
                        .toArray(String[]::new));
        assertThat(plant.peer(victim)).isEqualTo(before);
        JsonNode subnets = admin.get("/nodes/{id}/subnets", evil).json().path("items");
        assertThat(subnets).hasSize(Subnets.MAX_PER_NODE + 1);
        assertThat(subnets)
                .filteredOn(subnet -> subnet.path("state").asString().equals("REFUSED"))
                .hasSizeGreaterThanOrEqualTo(9)
                .allMatch(subnet -> !subnet.path("reason").asString().isBlank());
        assertThat(subnets.toString()).contains("announced 10,008 subnets", "default route");
        plant.announce(evil);
        assertThat(plant.inForce(evil)).isEmpty();
    }

    @Test
    void theSwitchesReachTheSecureServer() {
        ServerSettings fresh = plant.state().settings();
        assertThat(fresh.traffic())
                .isEqualTo(new ServerSettings.Traffic(false, Announcements.ACCEPT));
        JsonNode changed =
                plant.change(
                                Map.of(
                                        "clientsReachClients",
                                        true,
                                        "announcements",
                                        "ASK",
                                        "forwardNamesTo",
                                        List.of("9.9.9.9", " 2620:fe::fe ", "", "9.9.9.9")))
                        .expect(200)
                        .json();
        assertThat(changed.path("forwardNamesTo")).hasSize(2);
        assertThat(changed.path("tunMtu").asInt()).isEqualTo(1500);
        ServerSettings told = plant.state().settings();
        assertThat(told.traffic()).isEqualTo(new ServerSettings.Traffic(true, Announcements.ASK));
        assertThat(Objects.requireNonNull(told.names()).forwardTo())
                .containsExactly("9.9.9.9", "2620:fe::fe");
        plant.change(Map.of("forwardNamesTo", List.of())).expect(200);
        assertThat(Objects.requireNonNull(plant.state().settings().names()).forwardTo()).isEmpty();
        assertThat(plant.state().settings().traffic()).isEqualTo(told.traffic());
    }

    @Test
    void whatIsNoNameServerIsRefused() {
        for (String address :
                List.of("dns.example", "127.0.0.1", "::1", "169.254.169.254", "9.9.9.0/24")) {
            assertThat(plant.change(Map.of("forwardNamesTo", List.of(address))).problem(400))
                    .isEqualTo("invalid-input");
        }
        plant.change(Map.of("announcements", "SOMETIMES")).problem(400);
        List<String> many = List.of("9.9.9.1", "9.9.9.2", "9.9.9.3", "9.9.9.4", "9.9.9.5");
        plant.change(Map.of("forwardNamesTo", many)).problem(400);
    }

    private void use(RoutingMode mode) {
        plant = sites.plant(mode, web);
        admin = plant.admin;
    }

    private String state(UUID node, String prefix) {
        return subnet(node, prefix).path("state").asString();
    }

    private JsonNode subnet(UUID node, String prefix) {
        for (JsonNode subnet : admin.get("/nodes/{id}/subnets", node).json().path("items")) {
            if (subnet.path("prefix").asString().equals(prefix)) {
                return subnet;
            }
        }
        throw new AssertionError("no subnet " + prefix);
    }
}
