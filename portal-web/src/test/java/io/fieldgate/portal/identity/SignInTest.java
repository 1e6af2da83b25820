package io.fieldgate.portal.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.testing.PortalTest;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionTemplate;

@PortalTest
class SignInTest {
    private static final String PASSWORD = "correct horse battery";

    @Autowired MockMvcTester web;
    @Autowired JdbcClient jdbc;
    @Autowired PasswordEncoder passwords;
    @Autowired TransactionTemplate transactions;

    private String login = "";

    @BeforeEach
    void anOperator() {
        login = "operator-" + UUID.randomUUID();
        jdbc.sql(
                        """
                        INSERT INTO operator_account
                            (id, login, login_key, password_hash, founder, created_at)
                        VALUES (gen_random_uuid(), ?, ?, ?, false, now())\
                        """)
                .params(login, login, Objects.requireNonNull(passwords.encode(PASSWORD)))
                .update();
    }

    @Test
    void theRightPasswordOpensThePagesInANewSession() {
        MockHttpSession before = new MockHttpSession();
        String idBefore = before.getId();
        MvcTestResult result = signIn(login.toUpperCase(Locale.ROOT), PASSWORD, "10.0.0.1", before);
        assertThat(result).hasStatus(302).hasRedirectedUrl("/");
        MockHttpSession session = session(result);
        assertThat(session.getId()).isNotEqualTo(idBefore);
        assertThat(web.get().uri("/tenants").session(session)).hasStatusOk();
    }

    @Test
    void signingOutEndsTheSession() {
        MockHttpSession session = session(signIn(login, PASSWORD, "10.0.0.1", null));
        assertThat(web.post().uri("/sign-out").session(session).with(csrf()))
                .hasRedirectedUrl("/sign-in?signed-out");
        assertThat(session.isInvalid()).isTrue();
    }

    @Test
    void aWrongPasswordAndAnUnknownNameAnswerAlike() {
        assertThat(signIn(login, "wrong password", "10.0.0.2", null))
                .hasRedirectedUrl("/sign-in?error");
        assertThat(signIn("nobody", "wrong password", "10.0.0.2", null))
                .hasRedirectedUrl("/sign-in?error");
        assertThat(signIn(login, "x".repeat(5000), "10.0.0.2", null))
                .hasRedirectedUrl("/sign-in?error");
        assertThat(signIn("x".repeat(5000), PASSWORD, "10.0.0.2", null))
                .hasRedirectedUrl("/sign-in?error");
        assertThat(signIn("nul\0", PASSWORD, "10.0.0.2", null)).hasRedirectedUrl("/sign-in?error");
    }

    @Test
    void aGuesserHasToWaitAndTheOwnerElsewhereDoesNot() {
        for (int i = 0; i < SignInThrottle.FREE_FOR_PAIR; i++) {
            signIn(login, "wrong password", "203.0.113.7", null);
        }
        assertThat(signIn(login, PASSWORD, "203.0.113.9", null).getResponse().getRedirectedUrl())
                .startsWith("/sign-in?wait=");
        assertThat(signIn(login, PASSWORD, "198.51.100.1", null)).hasRedirectedUrl("/");
    }

    @Test
    void withoutACsrfTokenNothingIsTaken() {
        assertThat(web.post().uri("/sign-in").param("login", login).param("password", PASSWORD))
                .hasStatus(403);
    }

    @Test
    void aStrangerIsSentToTheSignIn() {
        assertThat(web.get().uri("/tenants")).hasStatus(302).hasRedirectedUrl("/sign-in");
        assertThat(web.get().uri("/nothing-here")).hasStatus(302).hasRedirectedUrl("/sign-in");
    }

    @Test
    void aSessionIsWorthNothingAtTheApi() {
        MockHttpSession session = session(signIn(login, PASSWORD, "10.0.0.1", null));
        assertThat(web.get().uri("/api/v1/tenants").session(session)).hasStatus(401);
    }

    @Test
    void noSpellingOfAnApiPathLeadsPastTheTokens() {
        MockHttpSession session = session(signIn(login, PASSWORD, "10.0.0.1", null));
        for (String path :
                List.of(
                        "/%61pi/v1/tenants",
                        "/api/v1/%74enants", "/api;x/v1/tenants", "//api/v1")) {
            assertThat(web.get().uri(URI.create("https://portal.test" + path)).session(session))
                    .matches(result -> result.getResponse().getStatus() >= 400, path);
        }
    }

    @Test
    void eachAnswerForbidsTheBrowserWhatItNeedNotDo() {
        assertThat(web.get().uri("/sign-in").secure(true))
                .hasStatusOk()
                .headers()
                .hasValue("Content-Security-Policy", SecurityHeaders.CONTENT_SECURITY_POLICY)
                .hasValue("X-Content-Type-Options", "nosniff")
                .hasValue("X-Frame-Options", "DENY")
                .hasValue("Referrer-Policy", "same-origin")
                .hasValue("Strict-Transport-Security", "max-age=31536000");
    }

    @Test
    void everyAttemptIsInTheAuditLog() {
        signIn(login, PASSWORD, "10.0.0.1", null);
        signIn(login, "wrong password", "10.0.0.1", null);
        List<? extends @Nullable String> actions =
                Scope.operator()
                        .call(() ->
                                transactions.execute(_ ->
                                        jdbc.sql(
                                                        "SELECT action FROM"
                                                                + " audit_entry WHERE"
                                                                + " actor = ? ORDER BY"
                                                                + " id")
                                                .param(login)
                                                .query(String.class)
                                                .list()));
        assertThat(actions).hasToString("[sign-in, sign-in.failed]");
    }

    private MvcTestResult signIn(
            String name, String password, String address, @Nullable MockHttpSession session) {
        var request =
                web.post()
                        .uri("/sign-in")
                        .with(csrf())
                        .with(sent -> {
                            sent.setRemoteAddr(address);
                            return sent;
                        })
                        .param("login", name)
                        .param("password", password);
        return (session == null ? request : request.session(session)).exchange();
    }

    private static MockHttpSession session(MvcTestResult result) {
        return (MockHttpSession) Objects.requireNonNull(result.getRequest().getSession(false));
    }
}
