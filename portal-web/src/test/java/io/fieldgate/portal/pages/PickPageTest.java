package io.fieldgate.portal.pages;

import static io.fieldgate.portal.pages.Visitor.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.portal.identity.ApiTokens;
import io.fieldgate.portal.identity.Role;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.shared.Secrets;
import io.fieldgate.portal.testing.Api;
import io.fieldgate.portal.testing.Names;
import io.fieldgate.portal.testing.PortalTest;
import jakarta.servlet.http.Cookie;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionTemplate;

/// The picker of whoever holds a client's personal link, without an account.
@PortalTest
class PickPageTest {
    private static final String NO_STORE = "no-cache, no-store, max-age=0, must-revalidate";

    @Autowired MockMvcTester web;
    @Autowired ApiTokens tokens;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionTemplate transactions;

    private PickGuest guest;
    private Api admin;
    private UUID tenant;
    private UUID server;
    private UUID north;
    private UUID south;
    private UUID harbour;
    private UUID laptop;

    @BeforeEach
    void threeSitesAndAClient() {
        guest = new PickGuest(web);
        Api operator = Api.as(web, tokens, Role.OPERATOR, null);
        tenant = operator.tenant(Names.unique("Pick"));
        admin = Api.as(web, tokens, Role.ADMIN, tenant);
        server = admin.secureServer(tenant, "Plant", "IDENTICAL_NETWORKS");
        north = admin.node(server, "North", "192.168.1.0/24");
        south = admin.node(server, "South", "192.168.1.0/24");
        harbour = admin.node(server, "Harbour", "10.7.0.0/16");
        laptop = admin.client(server, "Anna's laptop");
    }

    @Test
    void whoeverHoldsTheLinkPicksSitesForItsClientAlone() {
        UUID other = admin.client(server, "Ben's laptop");
        select(other, south);
        Cookie cookie = opened(link(laptop));
        assertThat(body(get("/pick", cookie)))
                .contains("Anna's laptop".replace("'", "&#39;"), "North", "South", "Harbour")
                .contains("Ben&#39;s laptop (offline)", "No site. Devices answer", "Pending")
                .doesNotContain("/clients/", "/secure-servers/", tenant.toString());

        assertThat(post("/pick", cookie, north)).hasStatus(302);
        assertThat(post("/pick/add", cookie, harbour)).hasStatus(302);
        assertThat(selected(laptop)).containsExactlyInAnyOrder(north, harbour);
        assertThat(selected(other)).as("another client's").containsExactly(south);
        assertThat(post("/pick/add", cookie, south)).hasStatus(409);
        assertThat(body(post("/pick/add", cookie, south))).contains("use the same addresses");
        assertThat(post("/pick/remove", cookie, harbour)).hasStatus(302);
        assertThat(selected(laptop)).containsExactly(north);
        assertThat(body(get("/pick/live?q=sou", cookie))).contains("South", "id=\"live\"");
        assertThat(body(get("/pick?q=sou", cookie))).doesNotContain("Harbour");

        assertThat(audit("client.site-select"))
                .contains("link of Anna's laptop: \"North\"")
                .contains("link of Anna's laptop: \"Harbour\", \"North\"");
        assertThat(audit("client.pick-link-open")).containsExactly("link of Anna's laptop: ");
    }

    @Test
    void theSecretIsInACookieThatNoScriptAndNoOtherSiteGetsAndNowhereElse() {
        String secret = link(laptop);
        MvcTestResult result = open(secret);
        assertThat(result).hasStatus(302);
        assertThat(result.getResponse().getRedirectedUrl()).isEqualTo("/pick");
        String cookie = Objects.requireNonNull(result.getResponse().getHeader("Set-Cookie"));
        assertThat(cookie)
                .startsWith(PickGuest.COOKIE + "=" + secret)
                .contains("Path=/pick;", "Secure", "HttpOnly", "SameSite=Strict");
        MvcTestResult page = get("/pick", new Cookie(PickGuest.COOKIE, secret));
        assertThat(body(page)).doesNotContain(secret);
        assertThat(page)
                .headers()
                .hasValue("Cache-Control", NO_STORE)
                .hasValue("Referrer-Policy", "same-origin");
        List<byte[]> kept =
                Scope.operator()
                        .call(() ->
                                transactions.execute(_ ->
                                        jdbc.sql(
                                                        "SELECT secret_hash FROM pick_link WHERE"
                                                                + " client_id = ?")
                                                .param(laptop)
                                                .query((row, _) -> row.getBytes(1))
                                                .list()));
        assertThat(kept).containsExactly(Secrets.hash(secret));
    }

    @ParameterizedTest
    @ValueSource(strings = {"withdraw", "renew", "revoke", "expire", "delete"})
    void aLinkThatHasEndedIsNoGoodAtOnceAlsoWhereItWasOpened(String end) {
        String secret = link(laptop);
        Cookie cookie = opened(secret);
        assertThat(get("/pick", cookie)).hasStatusOk();
        end(end);

        MvcTestResult page = get("/pick", cookie);
        assertThat(page).hasStatus(410);
        assertThat(body(page)).contains("This link does not work").doesNotContain("North");
        assertThat(page.getResponse().getHeader("Set-Cookie"))
                .contains(PickGuest.COOKIE + "=;", "Max-Age=0");
        MvcTestResult live = get("/pick/live", cookie);
        assertThat(live).hasStatus(410);
        assertThat(live.getResponse().getHeader("HX-Refresh")).isEqualTo("true");
        assertThat(post("/pick", cookie, north)).hasStatus(410);
        assertThat(open(secret)).hasStatus(410);
        if (!end.equals("delete")) {
            assertThat(selected(laptop)).isEmpty();
        }
    }

    private void end(String how) {
        switch (how) {
            case "withdraw" -> admin.delete("/clients/{id}/pick-link", laptop).expect(204);
            case "renew" -> link(laptop);
            case "revoke" ->
                    admin.post(Map.of("reason", "lost"), "/clients/{id}/revoke", laptop)
                            .expect(200);
            case "delete" -> admin.delete("/secure-servers/{id}", server).expect(204);
            default -> age(Duration.ofDays(91));
        }
    }

    @Test
    void aLinkLivesAsLongAsItIsMadeFor() {
        Cookie cookie = opened(link(laptop));
        age(Duration.ofDays(89));
        assertThat(get("/pick", cookie)).hasStatusOk();
        age(Duration.ofDays(2));
        assertThat(get("/pick", cookie)).hasStatus(410);
        for (int days : List.of(0, -1, 367)) {
            assertThat(make(Map.of("days", days)).problem(400)).isEqualTo("invalid-input");
        }
        assertThat(make(Map.of("days", 366)).expect(201).json().path("expiresAt").asString())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "https://fieldgate.example/pick#",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'"
            })
    void whatIsNoLinkGetsOneAnswer(String wrong) {
        MvcTestResult result = open(wrong);
        assertThat(result).hasStatus(410);
        assertThat(body(result)).contains("This link does not work");
        assertThat(get("/pick", new Cookie(PickGuest.COOKIE, wrong))).hasStatus(410);
        assertThat(get("/pick", new Cookie(PickGuest.COOKIE, "x".repeat(5000)))).hasStatus(410);
    }

    @Test
    void withoutALinkThePageAsksForItAndTellsNothing() {
        MvcTestResult page = get("/pick", null);
        assertThat(page).hasStatusOk();
        assertThat(body(page)).contains("Your link").doesNotContain("North");
        assertThat(get("/pick/live", null)).hasStatus(410);
        assertThat(post("/pick", null, north)).hasStatus(410);
    }

    @Test
    void aClientThatRulesLimitSeesAndPicksItsOwnSitesAlone() {
        admin.call(
                        HttpMethod.PUT,
                        List.of(
                                Map.of(
                                        "nodes",
                                        List.of(north),
                                        "protocol",
                                        "TCP",
                                        "effect",
                                        "ALLOW")),
                        "/clients/{id}/rules",
                        laptop)
                .expect(200);
        // An admin may have selected what the rules do not leave to the client.
        select(laptop, south, harbour);
        Cookie cookie = opened(link(laptop));
        assertThat(body(get("/pick", cookie)))
                .contains("North", "192.168.1.0/24")
                .doesNotContain("South", "Harbour", "10.7.0.0");
        assertThat(body(get("/pick?q=sou", cookie))).doesNotContain("South");
        assertThat(post("/pick", cookie, south)).hasStatus(409);
        assertThat(body(post("/pick/add", cookie, harbour)))
                .contains("is not there any more")
                .doesNotContain("South", "Harbour");
        // What was selected and is out of reach goes, so that no sentence names it.
        assertThat(post("/pick/add", cookie, north)).hasStatus(302);
        assertThat(selected(laptop)).containsExactly(north);
    }

    @Test
    void aSiteOfAnotherSecureServerCannotBePicked() {
        UUID elsewhere = admin.secureServer(tenant, "Other", "IDENTICAL_NETWORKS");
        UUID foreign = admin.node(elsewhere, "Foreign", "192.168.1.0/24");
        Cookie cookie = opened(link(laptop));
        for (UUID site : List.of(foreign, laptop, UUID.randomUUID())) {
            assertThat(post("/pick", cookie, site)).hasStatus(409);
        }
        assertThat(selected(laptop)).isEmpty();
        assertThat(body(get("/pick", cookie))).doesNotContain("Foreign");
    }

    @Test
    void theLinkOpensNothingButThePicker() {
        Cookie cookie = opened(link(laptop));
        for (String path : List.of("/", "/tenants", "/clients/" + laptop, "/nodes/" + north)) {
            assertThat(get(path, cookie)).as(path).hasStatus(302);
        }
        assertThat(web.get().uri("/api/v1/clients/" + laptop).cookie(cookie).secure(true))
                .hasStatus(401);
    }

    @Test
    void aFormFromAnotherSiteSelectsNothing() {
        Cookie cookie = opened(link(laptop));
        MvcTestResult forged = guest.forged("/pick", cookie, north);
        assertThat(forged).hasStatus(403);
        assertThat(selected(laptop)).isEmpty();
    }

    @Test
    void whoTriesLinksHasToWaitAndWhoHasOneDoesNot() {
        Cookie cookie = opened(link(laptop));
        String guesser = "203.0.113.9";
        for (int i = 0; i < 20; i++) {
            assertThat(guest.openFrom(guesser, Secrets.token())).hasStatus(410);
        }
        assertThat(guest.openFrom(guesser, Secrets.token())).hasStatus(429);
        assertThat(guest.getFrom(guesser, new Cookie(PickGuest.COOKIE, Secrets.token())))
                .hasStatus(429);
        assertThat(guest.getFrom(guesser, cookie)).hasStatusOk();
        assertThat(guest.openFrom(guesser, cookie.getValue())).hasStatus(302);
        assertThat(open(Secrets.token())).hasStatus(410);
    }

    @Test
    void anAdminMakesTheLinkAndEveryStepIsInTheAuditLog() {
        Api engineer = Api.as(web, tokens, Role.ENGINEER, tenant);
        engineer.post(Map.of(), "/clients/{id}/pick-link", laptop).problem(403);
        engineer.delete("/clients/{id}/pick-link", laptop).problem(403);
        assertThat(admin.get("/clients/{id}/pick-link", laptop).problem(404))
                .isEqualTo("not-found");
        admin.delete("/clients/{id}/pick-link", laptop).problem(404);
        String first = link(laptop);
        assertThat(link(laptop)).isNotEqualTo(first);
        assertThat(admin.get("/clients/{id}/pick-link", laptop).expect(200).body())
                .contains("expiresAt")
                .doesNotContain("pick#");
        admin.delete("/clients/{id}/pick-link", laptop).expect(204);
        for (String verb : List.of("create", "renew", "withdraw")) {
            assertThat(audit("client.pick-link-" + verb)).as(verb).hasSize(1);
        }
        assertThat(String.join(" ", audit("client.pick-link-create"))).doesNotContain(first);
    }

    @Test
    void whereThereAreNoSitesToSelectThereIsNoLink() {
        UUID plain = admin.secureServer(tenant, "Plain", "ONE_TO_MANY");
        UUID client = admin.client(plain, "c");
        assertThat(admin.post(Map.of(), "/clients/{id}/pick-link", client).problem(409))
                .isEqualTo("no-site-selection");
        admin.post(Map.of("reason", "x"), "/clients/{id}/revoke", laptop).expect(200);
        assertThat(make(Map.of()).problem(409)).isEqualTo("revoked");
    }

    @Test
    void onTheClientsPageTheLinkIsShownOnce() {
        Visitor operator = Visitor.operator(web);
        String page = "/clients/" + laptop;
        assertThat(body(operator.get(page))).contains("Make the link").doesNotContain("Withdraw");
        operator.done(page + "/pick-link", Map.of("days", "30"));
        assertThat(body(operator.get(page))).contains("/pick#", "Good until", "Not opened yet");
        assertThat(body(operator.get(page))).contains("Good until").doesNotContain("/pick#");
        operator.done(page + "/pick-link", Map.of("days", "9999"));
        assertThat(body(operator.get(page))).contains("good for 1 to 366 days");
        operator.done(page + "/pick-link/withdraw", Map.of());
        assertThat(body(operator.get(page))).contains("Make the link");
    }

    private Api.Answer make(Map<String, ?> body) {
        return admin.post(body, "/clients/{id}/pick-link", laptop);
    }

    /// The secret of a new link.
    private String link(UUID client) {
        String url =
                admin.post(Map.of(), "/clients/{id}/pick-link", client)
                        .expect(201)
                        .json()
                        .path("url")
                        .asString();
        assertThat(url).matches("https://[^/]+/pick#[A-Za-z0-9_-]{43}");
        return url.substring(url.indexOf('#') + 1);
    }

    private Cookie opened(String secret) {
        assertThat(open("https://fieldgate.example/pick#" + secret)).hasStatus(302);
        return new Cookie(PickGuest.COOKIE, secret);
    }

    private MvcTestResult open(String typed) {
        return guest.open(typed);
    }

    private MvcTestResult get(String path, @Nullable Cookie cookie) {
        return guest.get(path, cookie);
    }

    private MvcTestResult post(String path, @Nullable Cookie cookie, UUID site) {
        return guest.post(path, cookie, site);
    }

    private void select(UUID client, UUID... nodes) {
        admin.call(
                        HttpMethod.PUT,
                        Map.of("nodeIds", List.of(nodes)),
                        "/clients/{id}/site-selection",
                        client)
                .expect(200);
    }

    private List<UUID> selected(UUID client) {
        return admin.get("/clients/{id}/site-selection", client)
                .expect(200)
                .json()
                .path("nodeIds")
                .valueStream()
                .map(id -> UUID.fromString(id.asString()))
                .toList();
    }

    /// Actor and detail of what was done in this tenant.
    private List<String> audit(String action) {
        return Objects.requireNonNull(
                Scope.operator()
                        .call(() ->
                                transactions.execute(_ ->
                                        jdbc.sql(
                                                        """
                                                        SELECT actor || ': ' || detail
                                                        FROM audit_entry
                                                        WHERE action = ? AND tenant_id = ?
                                                        ORDER BY id
                                                        """)
                                                .params(action, tenant)
                                                .query(String.class)
                                                .list())));
    }

    /// As if the link had been made this much earlier.
    private void age(Duration by) {
        Scope.operator()
                .run(() ->
                        transactions.executeWithoutResult(_ ->
                                jdbc.sql(
                                                """
                                                UPDATE pick_link
                                                SET expires_at = expires_at - ? * interval '1 s'
                                                WHERE client_id = ?
                                                """)
                                        .params(by.toSeconds(), laptop)
                                        .update()));
    }
}
