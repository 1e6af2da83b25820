package io.fieldgate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.e2e.support.Api;
import io.fieldgate.e2e.support.Namespace;
import io.fieldgate.e2e.support.Portal;
import io.fieldgate.e2e.support.SharedInstallation;
import io.fieldgate.e2e.support.StockClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Wrong input gets a clear answer, loses nothing, and never becomes configuration.
@ExtendWith(SharedInstallation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileInputTest {
    private SharedInstallation.Fixture fixture;
    private Portal portal;
    private String tenantId;
    private String serverId;

    @BeforeAll
    void aSecureServer(SharedInstallation.Fixture shared) {
        fixture = shared;
        portal = shared.portal();
        tenantId = portal.tenant("Hostile input");
        serverId = portal.secureServer(tenantId, "Plant");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7</ca><ca>",
                "pump\"; up /bin/sh; \"",
                "`reboot` $(reboot) %s %n",
                "<script>alert(1)</script>",
                "=HYPERLINK(\"http://x\")",
                "\uD83D\uDEB0 Pumpe Süd – 泵站",
                "'; DROP TABLE peer; --"
            })
    void aStrangeNameIsKeptAsItIsAndNeverReachesTheProfile(String name) {
        String id = portal.node(serverId, name);
        assertThat(portal.readNode(id).path("name").asString()).isEqualTo(name);
        assertThat(portal.nodeProfile(id)).doesNotContain(name);
    }

    @Test
    void aProfileOfAStrangelyNamedNodeConnects() {
        String id = portal.node(serverId, "</tls-crypt-v2>\u00A0<ca> \"pump\" \\ 'x' #;");
        Namespace router = fixture.lab().host("strange");
        try (StockClient node = StockClient.start(router, portal.nodeProfile(id)).awaitUp()) {
            portal.awaitNodeState(id, "ONLINE");
            assertThat(node.timesUp()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "two\nlines", "carriage\rreturn", "bell\u0007", "nul\u0000"})
    void aNameThatCannotBeANameIsRefusedWithWords(String name) {
        refused(
                portal.api()
                        .post(
                                "/secure-servers/" + serverId + "/nodes",
                                Map.of("name", name, "description", "")),
                400);
    }

    @Test
    void aNameOfTenKilobytesIsRefusedWithWords() {
        refused(
                portal.api()
                        .post(
                                "/secure-servers/" + serverId + "/nodes",
                                Map.of("name", "x".repeat(10_240), "description", "")),
                400);
    }

    @Test
    void aNameThatIsTakenIsRefusedWithWords() {
        portal.node(serverId, "Twice");
        refused(
                portal.api()
                        .post(
                                "/secure-servers/" + serverId + "/nodes",
                                Map.of("name", "twice", "description", "")),
                409);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0/0",
                "127.0.0.0/8",
                "169.254.0.0/16",
                "224.0.0.0/4",
                "100.64.0.0/10",
                "192.168.1.1/24",
                "192.168.1.0/33",
                "not a subnet",
                "10.0.0.0/4",
                "::/0"
            })
    void aSubnetThatCannotBeOneIsRefusedWithWords(String subnet) {
        refused(
                portal.api()
                        .post(
                                "/secure-servers/" + serverId + "/nodes",
                                Map.of(
                                        "name",
                                        "Node " + subnet,
                                        "description",
                                        "",
                                        "subnets",
                                        List.of(subnet))),
                400);
    }

    @Test
    void anOverlappingSubnetIsRefusedWithASentenceThatNamesBothNodes() {
        portal.node(serverId, "First pump", "10.20.0.0/16");
        Api.Answer answer =
                portal.api()
                        .post(
                                "/secure-servers/" + serverId + "/nodes",
                                Map.of(
                                        "name",
                                        "Second pump",
                                        "description",
                                        "",
                                        "subnets",
                                        List.of("10.20.30.0/24")));
        refused(answer, 409);
        assertThat(answer.body()).contains("First pump").contains("Second pump");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "null", "\"x\"", "{\"name\":", "{\"name\":{}}", "\u0000"})
    void malformedJsonIsRefusedWithWords(String body) {
        refused(portal.api().call("POST", "/tenants", body), 400);
    }

    @Test
    void whatDoesNotExistIsNotFoundAndWhatNeedsATokenSaysSo() {
        refused(portal.api().get("/nodes/00000000-0000-0000-0000-000000000000"), 404);
        refused(portal.api().get("/nodes/not-an-id"), 404);
        refused(portal.api().withToken("wrong").get("/tenants"), 401);
    }

    @Test
    void theDocumentDescribesTheApi() {
        assertThat(portal.api().get("/openapi.json").expect(200).json().path("paths").toString())
                .contains("/api/v1/secure-servers/{id}");
    }

    private static void refused(Api.Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().path("title").asString()).isNotBlank();
        assertThat(answer.json().path("detail").asString()).isNotBlank();
        assertThat(answer.body()).doesNotContain("Exception").doesNotContain("at io.");
    }
}
