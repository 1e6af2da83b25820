package io.fieldgate.portal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.portal.identity.ApiTokens;
import io.fieldgate.portal.identity.Role;
import io.fieldgate.portal.testing.Api;
import io.fieldgate.portal.testing.Names;
import io.fieldgate.portal.testing.PortalTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@PortalTest
class HostileNamesTest {
    @Autowired MockMvcTester web;
    @Autowired ApiTokens tokens;

    private Api api;
    private UUID server;

    @BeforeEach
    void aSecureServer() {
        api = Api.as(web, tokens, Role.OPERATOR, null);
        server = api.secureServer(api.tenant(Names.unique("Hostile")), "Plant");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</ca>",
                "pump\"; up /bin/sh; \"",
                "'; DROP TABLE peer; --",
                "<script>alert(1)</script>",
                "${jndi:ldap://x} #{7*7} [[${7*7}]]",
                "🚰 Süd – 泵站 مضخة",
                "👨‍👩‍👧‍👦",
                "100% _ \\ %"
            })
    void aStrangeNameIsKeptAsItIs(String name) {
        UUID id = api.node(server, name);
        assertThat(api.get("/nodes/{id}", id).json().path("name").asString()).isEqualTo(name);
        assertThat(api.get("/secure-servers/{id}/nodes?q={q}", server, name).json().path("items"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "two\nlines",
                "a\rb",
                "bell\u0007",
                "nul\u0000",
                "line\u2028separator",
                "turn\u202Earound",
                "\u200B\u200D",
                "half \uD83D emoji"
            })
    void aNameThatIsNoneIsRefusedWithWords(String name) {
        Api.Answer answer = api.newNode(server, name);
        assertThat(answer.problem(400)).isEqualTo("invalid-input");
        assertThat(answer.json().path("field").asString()).isEqualTo("name");
    }

    @Test
    void aNameOfTenKilobytesIsRefused() {
        assertThat(api.newNode(server, "x".repeat(10_240)).problem(400)).isEqualTo("invalid-input");
    }

    @Test
    void eightyCharactersAreANameAndEightyOneAreNot() {
        api.node(server, "é".repeat(80));
        api.node(server, "👨‍👩‍👧".repeat(60));
        api.newNode(server, "x".repeat(81)).problem(400);
    }

    @Test
    void namesThatDifferInCaseOnlyAreTheSame() {
        api.node(server, "Pump Süd");
        Api.Answer again = api.newNode(server, "  pump SÜD ");
        assertThat(again.problem(409)).isEqualTo("name-taken");
        assertThat(again.json().path("detail").asString()).contains("pump SÜD");
        api.client(server, "Pump Süd");
    }

    @Test
    void aDescriptionMayHaveLinesAndFiveHundredCharacters() {
        String description = "line one\nline two " + "x".repeat(480);
        Api.Answer made =
                api.post(
                        Map.of("name", "Described", "description", description),
                        "/secure-servers/{id}/nodes",
                        server);
        assertThat(made.expect(201).json().path("description").asString()).isEqualTo(description);
        assertThat(
                        api.post(
                                        Map.of("name", "Long", "description", "x".repeat(501)),
                                        "/secure-servers/{id}/nodes",
                                        server)
                                .problem(400))
                .isEqualTo("invalid-input");
    }

    @Test
    void aBodyOfMoreThanSixtyFourKilobytesIsRefused() {
        String body = "{\"name\":\"" + "x".repeat(70_000) + "\"}";
        assertThat(api.post(body, "/secure-servers/{id}/nodes", server).problem(413))
                .isEqualTo("body-too-large");
    }
}
