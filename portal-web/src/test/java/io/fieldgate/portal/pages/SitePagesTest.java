package io.fieldgate.portal.pages;

import static io.fieldgate.portal.pages.Visitor.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.portal.testing.PortalTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/// The pages for sites with the same addresses, and the switches of a secure server.
@PortalTest
class SitePagesTest {
    private final Visitor admin;

    SitePagesTest(@Autowired MockMvcTester web) {
        admin = Visitor.operator(web);
    }

    @Test
    void aSiteIsPickedByOneTapAndAnotherOneBesideIt() {
        String server = newServer("IDENTICAL_NETWORKS");
        String north = newSite(server, "North", "192.168.1.0/24");
        String south = newSite(server, "South", "192.168.1.0/24");
        String harbour = newSite(server, "Harbour", "10.7.0.0/16");
        String client = admin.done(server + "/clients", Map.of("name", "c", "kind", "PERSON"));
        String sites = client + "/sites";
        assertThat(body(admin.get(sites))).contains("No site. Devices answer", "North", "South");
        assertThat(body(admin.get(sites + "?q=nor"))).contains("North").doesNotContain("Harbour");
        assertThat(body(admin.get(sites + "/live?q=sou"))).contains("South", "id=\"live\"");

        admin.done(sites, Map.of("site", id(north)));
        assertThat(body(admin.get(client))).contains("<strong>North</strong>");
        assertThat(body(admin.get(sites)))
                .as("South has the same addresses")
                .contains("Select Harbour too")
                .doesNotContain("Select South too");
        admin.done(sites + "/add", Map.of("site", id(harbour)));
        assertThat(body(admin.get(client))).contains("<strong>Harbour, North</strong>");
        admin.done(sites + "/add", Map.of("site", id(south)));
        assertThat(body(admin.get(client))).contains("<strong>Harbour, North</strong>");
        admin.done(sites, Map.of("site", id(south)));
        assertThat(body(admin.get(client))).contains("<strong>South</strong>");
        admin.done(sites + "/remove", Map.of("site", id(south)));
        assertThat(body(admin.get(client))).contains("No site is selected");
        assertThat(body(admin.get(north))).contains("Unique addresses", "198.18.0.0/24");
    }

    @Test
    void withoutIdenticalNetworksThereIsNoSiteToPick() {
        String server = newServer();
        String client = admin.done(server + "/clients", Map.of("name", "c", "kind", "PERSON"));
        assertThat(body(admin.get(client))).doesNotContain("Pick a site");
        assertThat(admin.get(client + "/sites")).hasStatus(409);
    }

    @Test
    void theSitesWinByASwitchOfTheClient() {
        String client = admin.done(newServer() + "/clients", Map.of("name", "c", "kind", "PERSON"));
        assertThat(body(admin.get(client)))
                .contains("My own network uses the same subnet", "Let the site win");
        assertThat(admin.done(client + "/split-routes", Map.of("on", "true"))).isEqualTo(client);
        assertThat(body(admin.get(client))).contains("Let my own network win");
    }

    @Test
    void trafficSubnetsAndNamesAreSwitchedOnTheServersPage() {
        String server = newServer("MANY_TO_MANY");
        // Each page shows one sentence of what was done before: first that it was created.
        admin.get(server);
        Map<String, String> form =
                Map.of(
                        "clientsReachClients",
                        "true",
                        "ask",
                        "true",
                        "forwardNamesTo",
                        "9.9.9.9, 1.1.1.1",
                        "coveringNetworks",
                        "10.20.0.0/16\nfd40::/32");
        admin.done(server + "/traffic", form);
        String page = body(admin.get(server));
        assertThat(page).contains("value=\"9.9.9.9 1.1.1.1\"");
        assertThat(page.replaceAll("\\s+", " "))
                .contains("name=\"clientsReachClients\" value=\"true\" checked=\"checked\"");
        assertThat(page).contains("10.20.0.0/16\nfd40::/32</textarea>");
        admin.done(server + "/traffic", Map.of("forwardNamesTo", "dns.example"));
        assertThat(body(admin.get(server)))
                .as("what was typed is still there, with what is wrong with it")
                .contains("value=\"dns.example\"", "Write the address of each name server");
        assertThat(body(admin.get(server))).contains("value=\"9.9.9.9 1.1.1.1\"");
        admin.done(server + "/traffic", Map.of());
        assertThat(body(admin.get(server))).contains("name=\"forwardNamesTo\" value=\"\"");
    }

    private String newServer() {
        return newServer("ONE_TO_MANY");
    }

    private String newServer(String mode) {
        String tenant = admin.done("/tenants", Map.of("name", "Sites " + UUID.randomUUID()));
        return admin.done(tenant + "/secure-servers", Map.of("name", "Plant", "mode", mode));
    }

    private String newSite(String server, String name, String subnet) {
        String node = admin.done(server + "/nodes", Map.of("name", name, "description", ""));
        admin.done(node + "/subnets", Map.of("prefix", subnet));
        return node;
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
