package io.fieldgate.portal.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.portal.shared.FieldgateSettings;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.testing.Api;
import io.fieldgate.portal.testing.PortalTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@PortalTest
class SetUpTest {
    private static final String PASSWORD = "correct horse battery";

    @Autowired MockMvcTester web;
    @Autowired SetUp setUp;
    @Autowired JdbcClient jdbc;
    @Autowired FieldgateSettings settings;

    @BeforeEach
    @AfterEach
    void noOperator() {
        jdbc.sql("DELETE FROM operator_account").update();
        jdbc.sql("DELETE FROM setup_link").update();
    }

    @Test
    void theLaunchersTokenMakesALinkThatMakesTheOperator() throws IOException {
        String code = newCode();
        assertThat(setUp.isOpen(code)).isTrue();
        assertThat(setUp.complete(code, "anna@example.com", PASSWORD))
                .isEqualTo("anna@example.com");
        assertThat(setUp.operatorExists()).isTrue();
        assertThat(setUp.isOpen(code)).isFalse();
        assertThat(launcher().post("", "/setup-links").problem(409)).isEqualTo("setup-closed");
    }

    @Test
    void theLauncherMayDoNothingElse() throws IOException {
        assertThat(launcher().get("/tenants").problem(403)).isEqualTo("forbidden");
        assertThat(launcher().post(Map.of("name", "x"), "/tenants").problem(403))
                .isEqualTo("forbidden");
        launcher().post(Map.of("name", "script", "role", "OPERATOR"), "/tokens").expect(201);
    }

    @Test
    void theLaunchersTokenIsForItsOwnerOnly() throws IOException {
        assertThat(Files.getPosixFilePermissions(settings.launcherTokenFile()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void ofManyAtTheSameTimeOneBecomesOperator() throws Exception {
        String code = newCode();
        List<Future<Boolean>> attempts = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                String login = "operator" + i;
                attempts.add(threads.submit(() -> succeeds(code, login)));
            }
            int winners = 0;
            for (Future<Boolean> attempt : attempts) {
                winners += attempt.get(60, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        }
        assertThat(jdbc.sql("SELECT count(*) FROM operator_account").query(Long.class).single())
                .isEqualTo(1);
    }

    @Test
    void aNewLinkReplacesTheOld() throws IOException {
        String old = newCode();
        String fresh = newCode();
        refused(old, "anna", PASSWORD, "setup-closed");
        assertThat(setUp.complete(fresh, "anna", PASSWORD)).isEqualTo("anna");
    }

    @Test
    void anExpiredLinkIsClosed() throws IOException {
        String code = newCode();
        jdbc.sql("UPDATE setup_link SET expires_at = now() - interval '1 second'").update();
        refused(code, "anna", PASSWORD, "setup-closed");
    }

    @Test
    void weakPasswordsAndStrangeLoginsDoNotUseUpTheLink() throws IOException {
        String code = newCode();
        refused(code, "anna", "too short", "invalid-input");
        refused(code, "anna", "x".repeat(73), "invalid-input");
        refused(code, "anna", "aaaaaaaaaaaaaaa", "invalid-input");
        refused(code, "anna two", PASSWORD, "invalid-input");
        refused(code, "anna\n", "", "invalid-input");
        assertThat(setUp.isOpen(code)).isTrue();
    }

    @Test
    void theDatabaseHoldsNoSecretInClear() throws IOException {
        String code = newCode();
        setUp.complete(code, "anna", PASSWORD);
        assertThat(
                        jdbc.sql("SELECT password_hash FROM operator_account")
                                .query(String.class)
                                .single())
                .startsWith("{bcrypt}$2")
                .doesNotContain(PASSWORD);
        assertThat(
                        jdbc.sql("SELECT encode(code_hash, 'escape') FROM setup_link")
                                .query(String.class)
                                .single())
                .doesNotContain(code);
    }

    private void refused(String code, String login, String password, String type) {
        assertThatThrownBy(() -> setUp.complete(code, login, password))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().type()).isEqualTo(type));
    }

    private boolean succeeds(String code, String login) {
        try {
            setUp.complete(code, login, PASSWORD);
            return true;
        } catch (RefusedException e) {
            assertThat(e.refusal().type()).isEqualTo("setup-closed");
            return false;
        }
    }

    private String newCode() throws IOException {
        String url = launcher().post("", "/setup-links").expect(201).json().path("url").asString();
        assertThat(url).startsWith("https://portal.test:8443/setup?code=");
        return url.substring(url.indexOf('=') + 1);
    }

    private Api launcher() throws IOException {
        return Api.with(web, Files.readString(settings.launcherTokenFile()).strip());
    }
}
