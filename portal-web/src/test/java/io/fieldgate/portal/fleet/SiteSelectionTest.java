package io.fieldgate.portal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.StateUpdate;
import io.fieldgate.portal.identity.Role;
import io.fieldgate.portal.testing.Api;
import io.fieldgate.portal.testing.PortalTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import tools.jackson.databind.JsonNode;

/// Selecting the sites whose own addresses a client reaches.
@PortalTest
class SiteSelectionTest {
    @Autowired MockMvcTester web;
    @Autowired SitesFixture sites;
    @Autowired StateSignals signals;

    private SitesFixture.Plant plant;
    private Api admin;
    private UUID north;
    private UUID south;
    private UUID harbour;
    private UUID laptop;

    @BeforeEach
    void threeSites() {
        plant = sites.plant(RoutingMode.IDENTICAL_NETWORKS, web);
        admin = plant.admin;
        north = admin.node(plant.server, "North", "192.168.1.0/24");
        south = admin.node(plant.server, "South", "192.168.1.0/24");
        harbour = admin.node(plant.server, "Harbour", "10.7.0.0/16");
        laptop = admin.client(plant.server, "Laptop");
    }

    @Test
    void aSelectionIsInTheDifferenceForTheClientAlone() {
        long before = plant.state().revision();
        JsonNode answer = plant.select(laptop, north, harbour).expect(200).json();
        assertThat(answer.path("nodeIds")).hasSize(2);
        assertThat(answer.at("/sites/0/name").asString()).isEqualTo("Harbour");
        assertThat(answer.at("/sites/0/selected").asBoolean()).isTrue();
        StateUpdate difference = plant.since(before).orElseThrow();
        assertThat(difference.peers()).hasSize(1);
        assertThat(selected(difference.peers().getFirst()))
                .containsExactlyInAnyOrder(north.toString(), harbour.toString());
        assertThat(plant.select(laptop, harbour, north).expect(200).json()).isEqualTo(answer);
        assertThat(plant.since(difference.revision())).isEmpty();
        plant.select(laptop).expect(200);
        assertThat(selected(plant.peer(laptop))).isEmpty();
    }

    @Test
    void aWaitingSecureServerIsWokenByASelection() throws Exception {
        try (var poll = signals.subscribe(plant.server)) {
            var woken =
                    CompletableFuture.supplyAsync(() -> {
                        try {
                            return poll.await(Duration.ofSeconds(30));
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    });
            plant.select(laptop, north).expect(200);
            assertThat(woken.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void sitesThatUseTheSameAddressesAreNotSelectedTogether() {
        Api.Answer answer = plant.select(laptop, north, south);
        assertThat(answer.problem(409)).isEqualTo("sites-overlap");
        assertThat(answer.json().path("detail").asString())
                .contains("\"North\"", "\"South\"", "unique addresses");
        assertThat(selected(plant.peer(laptop))).isEmpty();
    }

    @Test
    void onlyLivingNodesOfTheSameServerAreSelected() {
        UUID elsewhere = sites.plant(RoutingMode.IDENTICAL_NETWORKS, web).server;
        assertThat(plant.select(laptop, UUID.randomUUID()).problem(400)).isEqualTo("invalid-input");
        assertThat(plant.select(laptop, elsewhere).problem(400)).isEqualTo("invalid-input");
        assertThat(plant.select(laptop, laptop).problem(400)).isEqualTo("invalid-input");
        for (String body : List.of("{}", "{\"nodeIds\":[null]}", "{\"nodeIds\":[\"x\"]}", "[]")) {
            admin.call(HttpMethod.PUT, body, "/clients/{id}/site-selection", laptop).problem(400);
        }
        admin.post(Map.of("reason", "gone"), "/nodes/{id}/revoke", north).expect(200);
        assertThat(plant.select(laptop, north).problem(400)).isEqualTo("invalid-input");
    }

    @Test
    void anEngineerSelectsAndAViewerLooks() {
        Api engineer = plant.as(Role.ENGINEER);
        engineer.call(
                        HttpMethod.PUT,
                        Map.of("nodeIds", List.of(south)),
                        "/clients/{id}/site-selection",
                        laptop)
                .expect(200);
        Api viewer = plant.as(Role.VIEWER);
        assertThat(viewer.get("/clients/{id}/site-selection", laptop).expect(200).body())
                .contains(south.toString());
        viewer.call(
                        HttpMethod.PUT,
                        Map.of("nodeIds", List.of()),
                        "/clients/{id}/site-selection",
                        laptop)
                .problem(403);
    }

    @Test
    void theAnswerSaysWhoElseIsThere() {
        UUID other = admin.client(plant.server, "Second laptop");
        plant.select(other, north).expect(200);
        JsonNode found = admin.get("/clients/{id}/sites?q=nor", laptop).expect(200).json();
        assertThat(found.path("items")).hasSize(1);
        JsonNode site = found.at("/items/0");
        assertThat(site.path("selected").asBoolean()).isFalse();
        assertThat(site.at("/others/0/name").asString()).isEqualTo("Second laptop");
        assertThat(site.at("/others/0/online").asBoolean()).isFalse();
        assertThat(site.at("/subnets/0/mappedPrefix").asString()).startsWith("198.18.");
        JsonNode own = admin.get("/clients/{id}/sites?q=nor", other).json();
        assertThat(own.at("/items/0/others")).isEmpty();
        assertThat(own.at("/items/0/selected").asBoolean()).isTrue();
    }

    @Test
    void aRevokedNodeIsSelectedByNobody() {
        plant.select(laptop, north, harbour).expect(200);
        long before = plant.state().revision();
        admin.post(Map.of("reason", "gone"), "/nodes/{id}/revoke", north).expect(200);
        assertThat(selected(plant.peer(laptop))).containsExactly(harbour.toString());
        assertThat(plant.since(before).orElseThrow().peers())
                .extracting(Peer::id)
                .containsExactlyInAnyOrder(north.toString(), laptop.toString());
        assertThat(admin.get("/clients/{id}/sites", laptop).json().path("items")).hasSize(2);
    }

    @Test
    void aSiteThatComesToOverlapAnotherLeavesTheSelection() {
        plant.select(laptop, north, harbour).expect(200);
        plant.announce(harbour, "192.168.0.0/16");
        assertThat(selected(plant.peer(laptop))).containsExactly(north.toString());
        assertThat(plant.inForce(harbour)).contains("192.168.0.0/16");
    }

    @Test
    void inTheOtherModesThereIsNothingToSelect() {
        SitesFixture.Plant other = sites.plant(RoutingMode.ONE_TO_MANY, web);
        UUID client = other.admin.client(other.server, "Laptop");
        UUID node = other.admin.node(other.server, "Pump");
        assertThat(other.select(client, node).problem(409)).isEqualTo("no-site-selection");
        assertThat(other.admin.get("/clients/{id}/site-selection", client).problem(409))
                .isEqualTo("no-site-selection");
    }

    @Test
    void splitRoutesAreAWishOfTheClient() {
        assertThat(Objects.requireNonNull(plant.peer(laptop).wishes()).splitRoutes()).isFalse();
        admin.call(HttpMethod.PATCH, Map.of("splitRoutes", true), "/clients/{id}", laptop)
                .expect(200);
        assertThat(Objects.requireNonNull(plant.peer(laptop).wishes()).splitRoutes()).isTrue();
        assertThat(admin.get("/clients/{id}", laptop).json().path("splitRoutes").asBoolean())
                .isTrue();
        long revision = plant.state().revision();
        admin.call(HttpMethod.PATCH, Map.of(), "/clients/{id}", laptop).expect(200);
        assertThat(plant.since(revision)).isEmpty();
    }

    private static List<String> selected(Peer client) {
        return Objects.requireNonNull(client.wishes()).selectedNodeIds();
    }
}
