package io.fieldgate.e2e.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.fieldgate.e2e.support.Eventually;
import io.fieldgate.e2e.support.Lab;
import io.fieldgate.e2e.support.Namespace;
import io.fieldgate.e2e.support.Plant;
import io.fieldgate.e2e.support.SharedInstallation;
import io.fieldgate.e2e.support.Shell;
import io.fieldgate.e2e.support.Site;
import io.fieldgate.e2e.support.StockClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// The first ten minutes of an admin, in a browser: from the set-up link to a green node, a
/// connected client and a revocation.
@ExtendWith(SharedInstallation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminsWayTest {
    private static final String USER = "anna";
    private static final String PASSWORD = "correct horse battery staple";

    private final Chromium chromium = new Chromium();

    @BeforeAll
    void theSetupLinkMakesTheOperatorOnce(SharedInstallation.Fixture fixture) {
        String link = fixture.installation().setupLink();
        AdminPages first = new AdminPages(chromium.desktop());
        first.createOperator(link, USER, PASSWORD);
        first.page().waitForURL(url -> !url.contains("/setup"));

        AdminPages second = new AdminPages(chromium.desktop());
        second.page().navigate(link);
        PlaywrightAssertions.assertThat(second.heading("This set-up link is no longer good"))
                .isVisible();
    }

    @AfterAll
    void noPageComplained() {
        chromium.close();
        assertThat(chromium.complaints()).isEmpty();
    }

    @Test
    void anAdminBringsANodeAndAClientOnlineAndRevokesTheClient(SharedInstallation.Fixture fixture) {
        AdminPages admin = signedIn(fixture, chromium.desktop());
        Page page = admin.page();
        admin.createTenant(fixture.installation().address(), "Waterworks");
        admin.createSecureServer("Pumping stations");
        String serverPage = page.url();
        admin.awaitState("Running", Duration.ofSeconds(30));

        Site site = Site.build(fixture.lab(), "browsernode", "192.168.77");
        admin.addNode("Pump station 7", "By the river");
        String nodePage = page.url();
        admin.awaitState("Pending", Duration.ofSeconds(5));
        Chromium.picture(page, "node-pending");
        admin.addSubnet("192.168.77.0/24");
        String nodeProfile = admin.downloadProfile();

        page.navigate(serverPage);
        admin.addClient("Anna's laptop");
        String clientPage = page.url();
        String clientProfile = admin.downloadProfile();
        Namespace laptop = fixture.lab().host("browserlaptop");

        page.navigate(nodePage);
        try (StockClient node = StockClient.start(site.router(), nodeProfile)) {
            admin.awaitState("Online", Duration.ofSeconds(60));
            Chromium.picture(page, "node-online");
            try (StockClient client = StockClient.start(laptop, clientProfile).awaitUp()) {
                assertThat(laptop.comesToReach(site.plcAddress())).isTrue();
                page.navigate(serverPage);
                PlaywrightAssertions.assertThat(page.locator("#connected"))
                        .containsText("Anna's laptop");
                Chromium.picture(page, "secure-server");

                page.navigate(clientPage);
                admin.revoke("Laptop was stolen");
                admin.awaitState("Revoked", Duration.ofSeconds(5));
                client.awaitLog("AUTH_FAILED", 1, Duration.ofSeconds(60));
                Chromium.picture(page, "client-revoked");
            }
            assertThat(node.timesUp()).isEqualTo(1);
        }
        admin.page().navigate(nodePage);
        admin.awaitState("Offline", Duration.ofSeconds(30));
    }

    @Test
    void theBasicWayWorksWithoutScript(SharedInstallation.Fixture fixture) {
        AdminPages admin = signedIn(fixture, chromium.withoutScript());
        admin.createTenant(fixture.installation().address(), "No script");
        admin.createSecureServer("Plain");
        String serverPage = admin.page().url();
        admin.addNode("Router", "");
        assertThat(admin.downloadProfile()).contains("<tls-crypt-v2>", "remote ");
        admin.page().navigate(serverPage);
        admin.addClient("Laptop");
        assertThat(admin.downloadProfile()).contains("<cert>");
        admin.revoke("Sold");
        admin.awaitState("Revoked", Duration.ofSeconds(5));
    }

    @Test
    void everyPageFitsAPhone(SharedInstallation.Fixture fixture) {
        AdminPages admin = signedIn(fixture, chromium.phone());
        admin.createTenant(fixture.installation().address(), "Phone");
        fits(admin, "phone-tenant");
        admin.createSecureServer("S".repeat(70));
        fits(admin, "phone-secure-server");
        admin.addNode("W".repeat(80), "x".repeat(300));
        fits(admin, "phone-node");
    }

    @Test
    void aSiteIsPickedAndAccessLookedAtOnAPhone(SharedInstallation.Fixture fixture) {
        AdminPages admin = signedIn(fixture, chromium.phone());
        Page page = admin.page();
        admin.createTenant(fixture.installation().address(), "Machine builder");
        admin.createSecureServer("Customers", "Identical Networks");
        String serverPage = page.url();
        for (String name : List.of("Mill north", "Mill south")) {
            page.navigate(serverPage);
            admin.addNode(name, "Hall 3");
            admin.addSubnet("192.168.1.0/24");
        }
        String nodePage = page.url();
        fits(admin, "phone-node-mapped");
        page.navigate(serverPage);
        admin.addClient("Anna's phone");
        String clientPage = page.url();

        admin.link("Pick a site");
        for (String name : List.of("Mill south", "Mill north")) {
            page.locator(".fg-site-button", new Page.LocatorOptions().setHasText(name)).click();
            PlaywrightAssertions.assertThat(page.locator(".fg-selected")).containsText(name);
        }
        PlaywrightAssertions.assertThat(page.locator(".fg-selected"))
                .not()
                .containsText("Mill south");
        fits(admin, "phone-sites");

        for (String path : List.of("rules", "access", "why")) {
            page.navigate(clientPage + "/" + path);
            fits(admin, "phone-client-" + path);
        }
        page.getByLabel("What shall be reached?").fill("192.168.1.10");
        admin.press("Find out");
        PlaywrightAssertions.assertThat(page.locator(".fg-answer")).containsText("never connected");
        fits(admin, "phone-why-answer");
        for (String path : List.of("devices", "access")) {
            page.navigate(nodePage + "/" + path);
            fits(admin, "phone-node-" + path);
        }
        page.navigate(serverPage + "/groups");
        fits(admin, "phone-groups");

        Page desk = chromium.desktop();
        AdminPages there = signedIn(fixture, desk);
        for (String path : List.of("", "/sites", "/rules", "/access")) {
            desk.navigate(clientPage + path);
            Chromium.picture(there.page(), "desktop-client" + path.replace('/', '-'));
        }
        desk.navigate(nodePage);
        Chromium.picture(desk, "desktop-node-mapped");
        desk.navigate(serverPage);
        Chromium.picture(desk, "desktop-server-identical");
    }

    @Test
    void networksDevicesAndGroupsAreChangedOnAPhone(SharedInstallation.Fixture fixture) {
        AdminPages admin = signedIn(fixture, chromium.phone());
        Page page = admin.page();
        admin.createTenant(fixture.installation().address(), "Farms");
        admin.createSecureServer("Barns");
        String serverPage = page.url();
        for (String networks : List.of("0.0.0.0/0", "10.20.0.0/16\nfd40::/32")) {
            page.getByLabel("Networks of future sites").fill(networks);
            admin.press("Save");
            PlaywrightAssertions.assertThat(page.locator(".alert").first())
                    .containsText(networks.startsWith("0") ? "is the default route" : "Saved.");
            PlaywrightAssertions.assertThat(page.getByLabel("Networks of future sites"))
                    .hasValue(networks);
        }
        fits(admin, "phone-server-networks");

        admin.addNode("Barn 4", "Milking hall");
        String nodePage = page.url();
        admin.addSubnet("10.20.4.0/24");
        page.navigate(nodePage + "/devices");
        page.getByLabel("Name").first().fill("Milking robot");
        page.getByLabel("Its own address at the site").fill("10.20.4.10");
        admin.press("Add the device");
        admin.link("Change Milking robot");
        fits(admin, "phone-device");
        page.getByLabel("Its own address at the site").fill("10.20.4.11");
        admin.press("Save the device");
        PlaywrightAssertions.assertThat(page.locator("table")).containsText("10.20.4.11");
        fits(admin, "phone-devices");

        page.navigate(serverPage);
        admin.addClient("Vet's laptop");
        page.navigate(serverPage + "/groups");
        page.getByLabel("Name").first().fill("Guests");
        admin.press("Make the group");
        PlaywrightAssertions.assertThat(admin.heading("Guests")).isVisible();
        String group = page.url().substring(page.url().lastIndexOf('/') + 1);
        String rules = "[{\"protocol\":\"ICMP\"}]";
        fixture.portal().api().call("PUT", "/groups/" + group + "/rules", rules).expect(200);
        page.getByLabel("Vet's laptop").check();
        admin.press("Save the members");
        PlaywrightAssertions.assertThat(admin.heading("Save these members?")).isVisible();
        fits(admin, "phone-member-preview");
        admin.press("Save the members");
        PlaywrightAssertions.assertThat(page.getByLabel("Vet's laptop")).isChecked();

        Page desk = chromium.desktop();
        signedIn(fixture, desk);
        for (String path : List.of(serverPage, nodePage + "/devices")) {
            desk.navigate(path);
            Chromium.picture(desk, path.endsWith("devices") ? "desktop-devices" : "desktop-server");
        }
        desk.getByLabel("Change Milking robot").click();
        Chromium.picture(desk, "desktop-device");
    }

    @Test
    void anEngineerPicksASiteOnAPhoneByHisLinkAndReachesItsDevice(
            SharedInstallation.Fixture fixture) {
        try (Plant plant = new Plant(fixture, "Engineers", "IDENTICAL_NETWORKS")) {
            plant.node("eastmill", "192.168.88");
            plant.node("westmill", "192.168.88");
            plant.client("pickanna");
            plant.client("pickben");
            plant.awaitUp();
            plant.select("pickben", "westmill");
            AdminPages admin = signedIn(fixture, chromium.desktop());
            Page desk = admin.page();
            desk.navigate(
                    fixture.installation().address() + "/clients/" + plant.member("pickanna").id());
            admin.press("Make the link");
            String link = desk.locator("#pick-link").textContent().strip();
            Chromium.picture(desk, "desktop-client-link");

            AdminPages engineer = new AdminPages(chromium.phone());
            Page phone = engineer.page();
            phone.navigate(link);
            PlaywrightAssertions.assertThat(phone.locator(".fg-sites"))
                    .containsText("pickben (online)");
            assertThat(phone.url()).isEqualTo(fixture.installation().address() + "/pick");
            assertThat(phone.context().cookies().stream().map(cookie -> cookie.name).sorted())
                    .as("no session is kept for him")
                    .containsExactly("__Host-fieldgate-csrf", "__Secure-fieldgate-pick");
            fits(engineer, "phone-pick");
            Namespace laptop = plant.member("pickanna").host();
            for (String site : List.of("westmill", "eastmill")) {
                phone.locator(".fg-site-button", new Page.LocatorOptions().setHasText(site))
                        .click();
                PlaywrightAssertions.assertThat(phone.locator(".fg-selected")).containsText(site);
                Eventually.until(
                        site + " answers",
                        Duration.ofSeconds(10),
                        () -> answer(laptop, "http://192.168.88.10/").contains(site));
            }
            fits(engineer, "phone-pick-selected");
            desk.navigate(link);
            PlaywrightAssertions.assertThat(desk.locator(".fg-selected")).containsText("eastmill");
            Chromium.picture(desk, "desktop-pick");

            desk.navigate(
                    fixture.installation().address() + "/clients/" + plant.member("pickanna").id());
            Chromium.picture(desk, "desktop-client-link-made");
            admin.press("Withdraw the link");
            PlaywrightAssertions.assertThat(engineer.heading("This link does not work"))
                    .isVisible();
            fits(engineer, "phone-pick-closed");
            phone.navigate(fixture.installation().address() + "/pick");
            fits(engineer, "phone-pick-open");
            assertThat(plant.member("pickanna").tunnel().timesUp()).isEqualTo(1);
        }
    }

    private static String answer(Namespace from, String url) {
        return from.attempt(Duration.ofSeconds(5), "curl", "-s", "-m", "3", url).output();
    }

    @Test
    void aClientThatCannotBeToldOfANewSubnetIsSaidToDialInAgain(
            SharedInstallation.Fixture fixture) {
        try (Plant plant = new Plant(fixture, "Dial again", "ONE_TO_MANY")) {
            String node = plant.node("oldsite", "192.168.89").id();
            String client = plant.client("oldlaptop").id();
            plant.awaitUp();
            AdminPages admin = signedIn(fixture, chromium.phone());
            Page page = admin.page();
            String clientPage = fixture.installation().address() + "/clients/" + client;
            page.navigate(clientPage);
            PlaywrightAssertions.assertThat(page.locator("#facts"))
                    .not()
                    .containsText("Reconnect to reach");
            fixture.portal()
                    .api()
                    .call("POST", "/nodes/" + node + "/subnets", "{\"prefix\":\"10.20.3.0/24\"}");
            PlaywrightAssertions.assertThat(page.locator("#facts"))
                    .containsText("Reconnect to reach: 10.20.3.0/24");
            fits(admin, "phone-client-reconnect");
            page.navigate(clientPage + "/why");
            page.getByLabel("What shall be reached?").fill("10.20.3.7");
            admin.press("Find out");
            PlaywrightAssertions.assertThat(page.locator(".fg-answer"))
                    .containsText("does not know of 10.20.3.0/24");
            fits(admin, "phone-why-reconnect");
            try (StockClient again = plant.dialAgain("oldlaptop")) {
                page.navigate(clientPage);
                admin.awaitState("Online", Duration.ofSeconds(30));
                PlaywrightAssertions.assertThat(page.locator("#facts"))
                        .not()
                        .containsText("Reconnect to reach");
                assertThat(again.timesUp()).isEqualTo(1);
            }
        }
    }

    /// On the way to the secure server nobody translates its address, as in a company's own
    /// network.
    @Test
    void aClientThatDialsFromWithinASitesSubnetIsWarned(SharedInstallation.Fixture fixture) {
        String own = "192.168.79.50";
        Namespace laptop = fixture.lab().host("samenet");
        laptop.run("ip", "addr", "add", own + "/24", "dev", "eth0");
        laptop.run("ip", "route", "add", Lab.SERVER_ADDRESS, "dev", "eth0", "src", own);
        Shell.run("ip", "route", "add", own, "dev", Lab.BRIDGE);
        try (Plant plant = new Plant(fixture, "Same network", "ONE_TO_MANY")) {
            plant.node("site", "192.168.79");
            String client = plant.client("laptop", laptop).id();
            plant.awaitUp();
            Page page = chromium.desktop();
            signedIn(fixture, page);
            page.navigate(fixture.installation().address() + "/clients/" + client);
            PlaywrightAssertions.assertThat(page.locator("#same-subnet"))
                    .containsText("This client dials from within 192.168.79.0/24");
            Chromium.picture(page, "client-same-subnet");
        } finally {
            Shell.run("ip", "route", "del", own, "dev", Lab.BRIDGE);
        }
    }

    private static void fits(AdminPages admin, String picture) {
        Chromium.picture(admin.page(), picture);
        assertThat(admin.page().evaluate("document.documentElement.scrollWidth"))
                .as("width of " + admin.page().url())
                .isEqualTo(390);
    }

    private static AdminPages signedIn(SharedInstallation.Fixture fixture, Page page) {
        AdminPages admin = new AdminPages(page);
        admin.signIn(fixture.installation().address(), USER, PASSWORD);
        page.waitForURL(url -> !url.contains("/sign-in"));
        return admin;
    }
}
