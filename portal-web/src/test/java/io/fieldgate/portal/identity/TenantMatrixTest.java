package io.fieldgate.portal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.Api;
import io.fieldgate.portal.testing.Names;
import io.fieldgate.portal.testing.PortalTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Every route of the API, with the tokens of one tenant on the objects of another.
///
/// A route without a case here fails the test.
@PortalTest
class TenantMatrixTest {
    @Autowired MockMvcTester web;
    @Autowired ApiTokens tokens;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionTemplate transactions;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    private Api operator;

    private record Case(HttpMethod method, String path, @Nullable Object body) {}

    private record House(
            UUID tenant,
            UUID server,
            UUID node,
            UUID client,
            UUID session,
            UUID group,
            UUID device) {
        static House nowhere() {
            return new House(
                    UUID.randomUUID(),
                    UUID.randomUUID(),
                    UUID.randomUUID(),
                    UUID.randomUUID(),
                    UUID.randomUUID(),
                    UUID.randomUUID(),
                    UUID.randomUUID());
        }
    }

    @BeforeEach
    void anOperator() {
        operator = Api.as(web, tokens, Role.OPERATOR, null);
    }

    @Test
    void noRoleOfOneTenantFindsAnythingOfAnother() {
        House theirs = house();
        House own = house();
        for (Role role : List.of(Role.ADMIN, Role.ENGINEER, Role.VIEWER)) {
            Api caller = Api.as(web, tokens, role, own.tenant());
            for (Case foreign : cases(theirs)) {
                Api.Answer answer = caller.call(foreign.method(), foreign.body(), foreign.path());
                boolean permitted =
                        role == Role.ADMIN
                                || foreign.method().equals(HttpMethod.GET)
                                || (role == Role.ENGINEER && isEngineers(foreign));
                assertThat(answer.problem(permitted ? 404 : 403))
                        .as(role + " " + foreign)
                        .isEqualTo(permitted ? "not-found" : "forbidden");
            }
        }
        assertThat(operator.get("/nodes/{id}", theirs.node()).json().path("state").asString())
                .isEqualTo("PENDING");
    }

    /// What an engineer may change, too.
    private static boolean isEngineers(Case each) {
        return each.path().endsWith("/site-selection")
                || each.path().endsWith("/why")
                || (each.method().equals(HttpMethod.PATCH) && each.path().startsWith("/clients/"));
    }

    @Test
    void whatIsForeignAnswersAsWhatDoesNotExist() {
        House theirs = house();
        Api caller = Api.as(web, tokens, Role.ADMIN, house().tenant());
        House nothing = House.nowhere();
        List<Case> foreign = cases(theirs);
        List<Case> missing = cases(nothing);
        for (int i = 0; i < foreign.size(); i++) {
            Case one = foreign.get(i);
            Case other = missing.get(i);
            assertThat(caller.call(one.method(), one.body(), one.path()))
                    .as(one.toString())
                    .isEqualTo(caller.call(other.method(), other.body(), other.path()));
        }
    }

    @Test
    void aTenantsOwnListsHoldNothingForeign() {
        House theirs = house();
        House own = house();
        Api caller = Api.as(web, tokens, Role.VIEWER, own.tenant());
        assertThat(caller.get("/tenants").expect(200).json().path("items"))
                .singleElement()
                .satisfies(item ->
                        assertThat(item.path("id").asString()).isEqualTo(own.tenant().toString()));
        assertThat(caller.get("/tenants/{id}/secure-servers", own.tenant()).body())
                .contains(own.server().toString())
                .doesNotContain(theirs.server().toString());
    }

    @Test
    void aTenantsOwnSessionsAreListedAndEnded() {
        House own = house();
        Api caller = Api.as(web, tokens, Role.ADMIN, own.tenant());
        assertThat(caller.get("/secure-servers/{id}/sessions", own.server()).expect(200).body())
                .contains(own.session().toString())
                .contains("192.0.2.1:1194");
        caller.delete("/sessions/{id}", own.session()).expect(204);
    }

    @Test
    void withoutATokenNothingIsFound() {
        Api nobody = Api.with(web, null);
        for (Case each : cases(house())) {
            assertThat(nobody.call(each.method(), each.body(), each.path()).problem(401))
                    .isEqualTo("unauthorized");
        }
        assertThat(Api.with(web, "fg_wrong").get("/tenants").problem(401))
                .isEqualTo("unauthorized");
    }

    @Test
    void everyRouteOfTheApiHasACase() {
        House any = House.nowhere();
        Set<String> covered = new TreeSet<>(INSTALLATION_ROUTES);
        for (Case each : cases(any)) {
            covered.add(
                    each.method()
                            + " "
                            + each.path()
                                    .replaceAll("\\?.*", "")
                                    .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "{}"));
        }
        assertThat(covered).containsAll(routes());
    }

    /// Routes that name no object of a tenant.
    private static final Set<String> INSTALLATION_ROUTES =
            Set.of(
                    "GET /tenants",
                    "POST /tenants",
                    "GET /tokens",
                    "POST /tokens",
                    "DELETE /tokens/{}",
                    "POST /setup-links",
                    "POST /enrolments");

    private Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        mappings.getHandlerMethods()
                .forEach((info, _) -> {
                    for (String pattern : info.getPatternValues()) {
                        if (pattern.startsWith("/api/v1/") && !pattern.contains("openapi")) {
                            info.getMethodsCondition()
                                    .getMethods()
                                    .forEach(method ->
                                            routes.add(
                                                    method
                                                            + " "
                                                            + pattern.substring(7)
                                                                    .replaceAll(
                                                                            "\\{[a-zA-Z]+}",
                                                                            "{}")));
                        }
                    }
                });
        return routes;
    }

    private static List<Case> cases(House house) {
        List<Case> cases = new ArrayList<>();
        String tenant = "/tenants/" + house.tenant();
        cases.add(new Case(HttpMethod.GET, tenant, null));
        cases.add(new Case(HttpMethod.GET, tenant + "/secure-servers", null));
        cases.add(
                new Case(
                        HttpMethod.POST,
                        tenant + "/secure-servers",
                        Map.of("name", "x", "mode", "ONE_TO_MANY")));
        String server = "/secure-servers/" + house.server();
        cases.add(new Case(HttpMethod.GET, server, null));
        cases.add(new Case(HttpMethod.PATCH, server, Map.of("tunMtu", 1400)));
        cases.add(new Case(HttpMethod.GET, server + "/sessions", null));
        cases.add(new Case(HttpMethod.DELETE, "/sessions/" + house.session(), null));
        cases.add(new Case(HttpMethod.GET, server + "/nodes", null));
        cases.add(new Case(HttpMethod.POST, server + "/nodes", Map.of("name", "x")));
        cases.add(new Case(HttpMethod.GET, server + "/clients", null));
        cases.add(
                new Case(
                        HttpMethod.POST,
                        server + "/clients",
                        Map.of("name", "x", "kind", "PERSON")));
        String node = "/nodes/" + house.node();
        cases.add(new Case(HttpMethod.GET, node, null));
        cases.add(new Case(HttpMethod.POST, node + "/revoke", Map.of("reason", "x")));
        cases.add(new Case(HttpMethod.POST, node + "/profile", null));
        cases.add(new Case(HttpMethod.POST, node + "/activation-code", null));
        cases.add(new Case(HttpMethod.GET, node + "/subnets", null));
        cases.add(new Case(HttpMethod.POST, node + "/subnets", Map.of("prefix", "192.168.7.0/24")));
        cases.add(
                new Case(
                        HttpMethod.POST,
                        node + "/subnets/approve",
                        Map.of("prefix", "10.0.0.0/8")));
        cases.add(
                new Case(
                        HttpMethod.POST, node + "/subnets/refuse", Map.of("prefix", "10.0.0.0/8")));
        cases.add(new Case(HttpMethod.DELETE, node + "/subnets?prefix=192.168.7.0/24", null));
        String client = "/clients/" + house.client();
        cases.add(new Case(HttpMethod.GET, client, null));
        cases.add(new Case(HttpMethod.POST, client + "/revoke", Map.of("reason", "x")));
        cases.add(new Case(HttpMethod.POST, client + "/profile", null));
        cases.add(new Case(HttpMethod.PATCH, client, Map.of("splitRoutes", true)));
        cases.add(new Case(HttpMethod.GET, client + "/sites", null));
        cases.add(new Case(HttpMethod.GET, client + "/site-selection", null));
        cases.add(
                new Case(
                        HttpMethod.PUT,
                        client + "/site-selection",
                        Map.of("nodeIds", List.of(house.node()))));
        cases.add(new Case(HttpMethod.POST, client + "/pick-link", Map.of("days", 7)));
        cases.add(new Case(HttpMethod.GET, client + "/pick-link", null));
        cases.add(new Case(HttpMethod.DELETE, client + "/pick-link", null));
        addAccess(cases, house);
        cases.add(new Case(HttpMethod.DELETE, server, null));
        return cases;
    }

    private static void addAccess(List<Case> cases, House house) {
        String devices = "/nodes/" + house.node() + "/devices";
        cases.add(new Case(HttpMethod.GET, devices, null));
        cases.add(
                new Case(HttpMethod.POST, devices, Map.of("name", "x", "address", "192.168.7.1")));
        cases.add(new Case(HttpMethod.GET, devices + "/" + house.device(), null));
        cases.add(
                new Case(
                        HttpMethod.PUT,
                        devices + "/" + house.device(),
                        Map.of("name", "y", "address", "192.168.7.2")));
        cases.add(new Case(HttpMethod.DELETE, devices + "/" + house.device(), null));
        cases.add(new Case(HttpMethod.GET, "/nodes/" + house.node() + "/rules", null));
        String groups = "/secure-servers/" + house.server() + "/groups";
        cases.add(new Case(HttpMethod.GET, groups, null));
        cases.add(new Case(HttpMethod.POST, groups, Map.of("name", "x", "kind", "CLIENTS")));
        String group = "/groups/" + house.group();
        cases.add(new Case(HttpMethod.GET, group, null));
        cases.add(new Case(HttpMethod.GET, group + "/members", null));
        cases.add(
                new Case(
                        HttpMethod.PUT,
                        group + "/members",
                        Map.of("memberIds", List.of(house.client()))));
        cases.add(
                new Case(
                        HttpMethod.POST,
                        group + "/members/preview",
                        Map.of("memberIds", List.of(house.client()))));
        String client = "/clients/" + house.client();
        for (String owner : List.of(client, group)) {
            cases.add(new Case(HttpMethod.GET, owner + "/rules", null));
            cases.add(new Case(HttpMethod.PUT, owner + "/rules", List.of()));
            cases.add(new Case(HttpMethod.POST, owner + "/rules/preview", List.of()));
        }
        cases.add(new Case(HttpMethod.DELETE, group, null));
        cases.add(new Case(HttpMethod.GET, client + "/effective-access", null));
        cases.add(new Case(HttpMethod.POST, client + "/why", Map.of("target", "Pump")));
    }

    private House house() {
        UUID tenant = operator.tenant(Names.unique("House"));
        UUID server = operator.secureServer(tenant, "Plant");
        UUID node = operator.node(server, "Pump");
        return new House(
                tenant,
                server,
                node,
                operator.client(server, "Laptop"),
                session(tenant, server, node),
                operator.post(
                                Map.of("name", "Engineers", "kind", "CLIENTS"),
                                "/secure-servers/{id}/groups",
                                server)
                        .expect(201)
                        .id(),
                operator.post(
                                Map.of("name", "PLC", "address", "192.168.7.9"),
                                "/nodes/{id}/devices",
                                node)
                        .expect(201)
                        .id());
    }

    /// A live session, as if the secure server had reported it.
    private UUID session(UUID tenant, UUID server, UUID node) {
        UUID id = UUID.randomUUID();
        Scope.operator()
                .run(() ->
                        transactions.executeWithoutResult(_ ->
                                jdbc.sql(
                                                """
                                                INSERT INTO vpn_session (secure_server_id,
                                                    session_id, tenant_id, peer_id, boot_id,
                                                    since, remote_address, transport,
                                                    vpn_address, cipher, client_version,
                                                    platform, bytes_received, bytes_sent)
                                                VALUES (?, ?, ?, ?, gen_random_uuid(), now(),
                                                    '192.0.2.1:1194', 'udp', '100.64.0.2',
                                                    'AES-256-GCM', '2.6.14', 'linux', 0, 0)\
                                                """)
                                        .params(server, id, tenant, node)
                                        .update()));
        return id;
    }
}
