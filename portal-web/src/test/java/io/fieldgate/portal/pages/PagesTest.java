package io.fieldgate.portal.pages;

import static io.fieldgate.portal.pages.Visitor.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.portal.identity.SetUp;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.PortalTest;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/// The pages on a portal and database of their own, so that the set-up is theirs.
@PortalTest
@TestPropertySource(properties = "spring.application.name=pages")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {
    private static final String PASSWORD = "correct horse battery staple";
    private static final String NO_STORE = "no-cache, no-store, max-age=0, must-revalidate";
    private static final String NOWHERE = "00000000-0000-4000-8000-000000000000";

    @Autowired MockMvcTester web;
    @Autowired SetUp setUp;

    private final Visitor admin;
    private int names;

    PagesTest(@Autowired MockMvcTester web) {
        admin = new Visitor(web);
    }

    @BeforeAll
    void theSetUpLinkMakesTheOperatorOnce() {
        String link = Scope.operator().call(setUp::createLink);
        String code = link.substring(link.indexOf("code=") + 5);
        Visitor first = new Visitor(web);
        assertThat(body(first.get("/setup?code=" + code))).contains("Create the account");
        Map<String, String> form = account(code, PASSWORD);

        assertThat(first.post("/setup", account(code, "short"))).hasStatus(422);
        assertThat(body(first.post("/setup", account(code, "short")))).contains("too short");
        assertThat(body(first.post("/setup", Map.of("code", code)))).contains("is-invalid");
        assertThat(first.done("/setup", form)).isEqualTo("/sign-in?created");

        assertThat(first.get("/setup?code=" + code)).hasStatus(410);
        assertThat(first.post("/setup", form)).hasStatus(410);
        signIn(admin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/tenants",
                "/tenants/new",
                "/tenants/" + NOWHERE,
                "/tenants/" + NOWHERE + "/live",
                "/tenants/" + NOWHERE + "/secure-servers/new",
                "/secure-servers/" + NOWHERE,
                "/secure-servers/" + NOWHERE + "/live",
                "/secure-servers/" + NOWHERE + "/nodes/new",
                "/secure-servers/" + NOWHERE + "/clients/new",
                "/nodes/" + NOWHERE,
                "/nodes/" + NOWHERE + "/live",
                "/clients/" + NOWHERE,
                "/clients/" + NOWHERE + "/live",
                "/clients/" + NOWHERE + "/sites",
                "/clients/" + NOWHERE + "/sites/live",
                "/no-such-page"
            })
    void withoutASignInEveryPageLeadsToIt(String path) {
        MvcTestResult result = new Visitor(web).get(path);
        assertThat(result).hasStatus(302);
        assertThat(result.getResponse().getRedirectedUrl()).endsWith("/sign-in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/setup",
                "/sign-in",
                "/sign-out",
                "/tenants",
                "/tenants/" + NOWHERE + "/secure-servers",
                "/secure-servers/" + NOWHERE + "/delete",
                "/secure-servers/" + NOWHERE + "/old-clients",
                "/secure-servers/" + NOWHERE + "/sessions/end",
                "/secure-servers/" + NOWHERE + "/nodes",
                "/secure-servers/" + NOWHERE + "/clients",
                "/nodes/" + NOWHERE + "/profile",
                "/nodes/" + NOWHERE + "/activation-code",
                "/nodes/" + NOWHERE + "/revoke",
                "/nodes/" + NOWHERE + "/subnets",
                "/nodes/" + NOWHERE + "/subnets/remove",
                "/nodes/" + NOWHERE + "/subnets/approve",
                "/nodes/" + NOWHERE + "/subnets/refuse",
                "/secure-servers/" + NOWHERE + "/traffic",
                "/clients/" + NOWHERE + "/sites",
                "/clients/" + NOWHERE + "/sites/add",
                "/clients/" + NOWHERE + "/sites/remove",
                "/clients/" + NOWHERE + "/pick-link",
                "/clients/" + NOWHERE + "/pick-link/withdraw",
                "/pick",
                "/pick/open",
                "/pick/add",
                "/pick/remove",
                "/pick/close",
                "/clients/" + NOWHERE + "/split-routes",
                "/clients/" + NOWHERE + "/profile",
                "/clients/" + NOWHERE + "/revoke"
            })
    void aFormFromAnotherSiteIsRefused(String path) {
        assertThat(admin.forged(path, Map.of("name", "forged", "reason", "forged"))).hasStatus(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tenants/", "/secure-servers/", "/nodes/", "/clients/"})
    void whatDoesNotExistIsNotFoundAsWhatIsNoId(String path) {
        assertThat(admin.get(path + NOWHERE)).hasStatus(404);
        assertThat(body(admin.get(path + NOWHERE))).contains("There is nothing here");
        assertThat(admin.get(path + "x")).hasStatus(404);
    }

    @Test
    void afterTheSignInThePageOpensThatWasAskedForAndNeverAPartOfOne() {
        String page = "/tenants/" + NOWHERE;
        MvcTestResult asked = new Visitor(web).get(page);
        assertThat(asked).cookies().containsCookie("REDIRECT_URI");
        MvcTestResult part =
                web.get().uri(page + "/live").secure(true).header("HX-Request", "true").exchange();
        assertThat(part).hasStatus(302);
        assertThat(part).cookies().doesNotContainCookie("REDIRECT_URI");
    }

    @Test
    void aWrongPasswordIsToldWithoutSayingWhatWasWrong() {
        Visitor visitor = new Visitor(web);
        assertThat(visitor.done("/sign-in", Map.of("login", "anna", "password", "wrong")))
                .isEqualTo("/sign-in?error");
        assertThat(body(visitor.get("/sign-in?error"))).contains("do not match");
    }

    @Test
    void everyPageForbidsForeignAndInlineScripts() {
        MvcTestResult result = admin.get("/tenants");
        assertThat(result)
                .headers()
                .hasHeaderSatisfying(
                        "Content-Security-Policy",
                        values ->
                                assertThat(values.getFirst())
                                        .contains("default-src 'none'", "script-src 'self'")
                                        .doesNotContain("unsafe"));
        assertThat(body(result)).doesNotContain(" style=", "<style", " onclick=", "javascript:");
    }

    @Test
    void aBrowserKeepsStyleAndPicturesButNeverAPage() {
        MvcTestResult page = admin.get("/tenants");
        assertThat(page).headers().hasValue("Cache-Control", NO_STORE);
        Matcher style =
                Pattern.compile("href=\"(/css/fieldgate-[0-9a-f]{32}.css)\"").matcher(body(page));
        assertThat(style.find()).isTrue();
        assertThat(body(page)).containsPattern("/img/icons-[0-9a-f]{32}\\.svg#overview");
        assertThat(admin.get(style.group(1)))
                .hasStatusOk()
                .headers()
                .hasValue("Cache-Control", "max-age=2592000");
    }

    @Test
    void aNodeShowsItsActivationCodeOnce() {
        String server = newServer();
        String node =
                admin.done(
                        server + "/nodes",
                        Map.of("name", "Pump station 7", "description", "By the river"));
        assertThat(body(admin.get(node)))
                .contains("Pump station 7", "By the river", "id=\"activation-code\"", "Pending");
        assertThat(body(admin.get(node))).doesNotContain("id=\"activation-code\"");
        admin.done(node + "/activation-code", Map.of());
        assertThat(body(admin.get(node))).contains("id=\"activation-code\"");
    }

    @Test
    void whatAFormRefusesComesBackWithItsValuesAndTheReasonAtTheField() {
        String server = newServer();
        String name = "N".repeat(300);
        MvcTestResult result =
                admin.post(server + "/nodes", Map.of("name", name, "description", "kept text"));
        assertThat(result).hasStatus(422);
        assertThat(body(result)).contains("value=\"" + name, "kept text", "name-fault", "too long");
        assertThat(admin.post(server + "/clients", Map.of("name", "x", "kind", "CAT")))
                .hasStatus(422);
        assertThat(admin.post(server + "/clients", Map.of())).hasStatus(422);
        assertThat(admin.post("/tenants", Map.of("name", " \u202e "))).hasStatus(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</title><script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "${7*7} *{7*7} [[${7*7}]] __${7*7}__",
                "</ca>'--\\",
                "\uD83D\uDEB0 \u540d\u524d"
            })
    void aHostileNameIsOnlyText(String hostile) {
        String tenant = admin.done("/tenants", Map.of("name", hostile + ++names));
        String server =
                admin.done(
                        tenant + "/secure-servers", Map.of("name", hostile, "mode", "ONE_TO_MANY"));
        String node =
                admin.done(server + "/nodes", Map.of("name", hostile, "description", hostile));
        String client = admin.done(server + "/clients", Map.of("name", hostile, "kind", "PERSON"));
        for (String page :
                List.of(
                        "/tenants",
                        tenant,
                        tenant + "/live",
                        server,
                        server + "/live",
                        node,
                        node + "/live",
                        client,
                        client + "/live")) {
            String html = body(admin.get(page));
            assertThat(html)
                    .as(page)
                    .doesNotContain("<script>alert", "<img src=x", "</title><script", "</ca>'");
            if (!page.endsWith("/live")) {
                assertThat(html).as(page).contains(escaped(hostile));
            }
        }
    }

    @Test
    void aSubnetIsAddedAndRemovedAndAWrongOneIsRefusedAtTheField() {
        String node = newNode(newServer());
        admin.done(node + "/subnets", Map.of("prefix", "192.168.40.0/24"));
        assertThat(body(admin.get(node))).contains("<strong>192.168.40.0/24", "In force", "Remove");
        MvcTestResult wrong = admin.post(node + "/subnets", Map.of("prefix", "0.0.0.0/0"));
        assertThat(wrong).hasStatus(422);
        assertThat(body(wrong)).contains("prefix-fault", "value=\"0.0.0.0/0\"");
        admin.done(node + "/subnets/remove", Map.of("prefix", "192.168.40.0/24"));
        assertThat(body(admin.get(node))).doesNotContain("<strong>192.168.40.0/24");
    }

    @Test
    void nodesAndClientsAreFoundByTheirNames() {
        String server = newServer();
        admin.done(server + "/nodes", Map.of("name", "North weir", "description", ""));
        admin.done(server + "/nodes", Map.of("name", "South weir", "description", ""));
        assertThat(body(admin.get(server + "?q=north")))
                .contains("North weir", "value=\"north\"", "live?q=north")
                .doesNotContain("South weir");
        assertThat(body(admin.get(server + "?q=\"><script>")))
                .contains("No node has this in its name")
                .doesNotContain("\"><script>");
        assertThat(admin.get(server + "?q=" + "x".repeat(300))).hasStatus(400);
    }

    @Test
    void anOverlapNamesBothNodes() {
        String server = newServer();
        String first = newNode(server);
        admin.done(first + "/subnets", Map.of("prefix", "10.9.0.0/16"));
        MvcTestResult result =
                admin.post(newNode(server) + "/subnets", Map.of("prefix", "10.9.3.0/24"));
        assertThat(result).hasStatus(422);
        assertThat(body(result)).contains("prefix-fault", "overlaps");
    }

    @Test
    void aRevocationNeedsAReasonAndASecondThought() {
        String server = newServer();
        for (String peer :
                List.of(
                        newNode(server),
                        admin.done(server + "/clients", Map.of("name", "c", "kind", "MACHINE")))) {
            assertThat(admin.post(peer + "/revoke", Map.of("reason", "stolen"))).hasStatus(422);
            assertThat(admin.post(peer + "/revoke", Map.of("sure", "true"))).hasStatus(422);
            MvcTestResult again = admin.post(peer + "/revoke", Map.of("reason", "kept words"));
            assertThat(body(again)).contains("<details open", "kept words", "sure-fault");
            admin.done(peer + "/revoke", Map.of("reason", "stolen", "sure", "true"));
            assertThat(body(admin.get(peer))).contains("Revoked", "stolen");
            assertThat(body(admin.get(peer))).doesNotContain("Download the profile");
        }
    }

    @Test
    void aSecureServerIsDeletedOnlyWhenItsNameIsTyped() {
        String server = newServer();
        MvcTestResult wrong = admin.post(server + "/delete", Map.of("typedName", "other"));
        assertThat(wrong).hasStatus(422);
        assertThat(body(wrong)).contains("Nothing was deleted", "<details open");
        assertThat(admin.done(server + "/delete", Map.of("typedName", "Plant")))
                .startsWith("/tenants/");
        assertThat(admin.get(server)).hasStatus(404);
    }

    @Test
    void oldDevicesAreLetInByASwitchThatSaysWhatIsWeaker() {
        String server = newServer();
        String node = newNode(server);
        assertThat(body(admin.get(server))).contains("Let old devices in", "What is weaker");
        assertThat(body(admin.get(node))).doesNotContain("for an old device");
        assertThat(admin.done(server + "/old-clients", Map.of("on", "true"))).isEqualTo(server);
        assertThat(body(admin.get(server))).contains("Keep old devices out");
        assertThat(body(admin.get(node))).contains("Download the profile for an old device");
        admin.done(server + "/old-clients", Map.of("on", "false"));
        assertThat(body(admin.get(node))).doesNotContain("for an old device");
    }

    @Test
    void signingOutEndsTheSession() {
        Visitor visitor = new Visitor(web);
        signIn(visitor);
        assertThat(visitor.get("/tenants")).hasStatusOk();
        visitor.done("/sign-out", Map.of());
        assertThat(visitor.get("/tenants")).hasStatus(302);
    }

    private static void signIn(Visitor visitor) {
        visitor.get("/sign-in");
        assertThat(visitor.done("/sign-in", Map.of("login", "anna", "password", PASSWORD)))
                .isEqualTo("/");
    }

    private String newServer() {
        String tenant = admin.done("/tenants", Map.of("name", "Tenant " + ++names));
        return admin.done(
                tenant + "/secure-servers", Map.of("name", "Plant", "mode", "ONE_TO_MANY"));
    }

    private String newNode(String server) {
        return admin.done(server + "/nodes", Map.of("name", "Node " + ++names, "description", ""));
    }

    private static Map<String, String> account(String code, String password) {
        return Map.of("code", code, "login", "anna", "password", password, "repeated", password);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
