package io.fieldgate.launcher.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.launcher.process.Child;
import io.fieldgate.launcher.process.ChildSpec;
import io.fieldgate.launcher.process.ProcessIdentity;
import io.fieldgate.launcher.settings.DatabaseAccess;
import io.fieldgate.launcher.standin.Eventually;
import io.fieldgate.launcher.standin.TestFolder;
import io.fieldgate.launcher.system.Account;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Machine;
import io.fieldgate.launcher.system.Ports;
import io.fieldgate.launcher.system.Refusal;
import io.fieldgate.launcher.system.UserIds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedPostgresTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final TestFolder folder = new TestFolder();
    private final DataFolder data = folder.data();
    private final int port = Ports.freeLoopback(25432, Set.of());
    private final Account account =
            Machine.isRoot()
                    ? new Account.Unprivileged(UserIds.free(Set.of()), false)
                    : new Account.Self();
    private EmbeddedPostgres postgres;
    private Child running;

    @BeforeAll
    void start() throws Exception {
        PostgresBinaries binaries = PostgresBinaries.unpack(data.runtime(), version());
        postgres = new EmbeddedPostgres(data, binaries, account, port);
        postgres.prepare();
        running = startServer();
        try (Connection connection = postgres.access().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept (name text)");
            statement.execute("INSERT INTO kept VALUES ('Süd – 泵站')");
        }
    }

    @AfterAll
    void end() throws Exception {
        running.stop();
        folder.close();
    }

    @Test
    void stoppingAndStartingKeepsData() throws Exception {
        running.stop();
        assertThat(data.postgres().resolve("postmaster.pid")).doesNotExist();
        postgres.prepare();
        running = startServer();
        assertThat(kept()).isEqualTo("Süd – 泵站");
    }

    @Test
    void aKilledServerIsStartedAgainWithItsData() throws Exception {
        long pid = running.status().pid();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        Eventually.until(
                "another process answers",
                LIMIT,
                () -> running.status().pid() > 0 && running.status().pid() != pid && answers());
        assertThat(kept()).isEqualTo("Süd – 泵站");
    }

    @Test
    void aServerThatAKilledLauncherLeftIsEndedFirst() throws Exception {
        running.stop();
        ChildSpec spec = postgres.childSpec();
        Process orphan =
                new ProcessBuilder(spec.account().command(spec.command()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .directory(data.postgres().toFile())
                        .start();
        Eventually.until("the orphan answers", LIMIT, this::answers);
        ProcessIdentity identity = ProcessIdentity.of(orphan.pid()).orElseThrow();
        postgres.prepare();
        assertThat(identity.isAlive()).isFalse();
        running = startServer();
        assertThat(kept()).isEqualTo("Süd – 泵站");
    }

    @Test
    void aStalePostmasterFileWithAStrangersNumberHarmsNobody() throws Exception {
        running.stop();
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(
                    data.postgres().resolve("postmaster.pid"),
                    stranger.pid() + "\n" + data.postgres() + "\n");
            postgres.prepare();
            running = startServer();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void nobodyGetsInWithoutThePassword() {
        DatabaseAccess access = postgres.access();
        assertThatThrownBy(() -> new DatabaseAccess(access.url(), access.user(), "guess").connect())
                .isInstanceOf(SQLException.class);
    }

    @Test
    void thePortalsRoleIsNoSuperuserAndTheEncodingIsUtf8() throws Exception {
        try (Connection connection = postgres.access().connect();
                Statement statement = connection.createStatement()) {
            assertThat(text(statement, "SHOW is_superuser")).isEqualTo("off");
            assertThat(text(statement, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(text(statement, "SELECT lower('Ä')")).isEqualTo("ä");
            assertThat(text(statement, "SHOW data_checksums")).isEqualTo("on");
        }
    }

    @Test
    void aClusterOfAnotherMajorVersionIsRefused() throws IOException {
        DataFolder other = DataFolder.at(folder.path().resolve("other"));
        other.create();
        Files.createDirectory(other.postgres());
        Files.writeString(other.postgres().resolve("PG_VERSION"), "9\n");
        EmbeddedPostgres old =
                new EmbeddedPostgres(
                        other,
                        PostgresBinaries.unpack(data.runtime(), version()),
                        new Account.Self(),
                        port);
        assertThatThrownBy(old::prepare)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("PostgreSQL 9")
                .hasMessageContaining("PostgreSQL 18");
    }

    private Child startServer() throws Exception {
        Child child = new Child(postgres.childSpec(), () -> {});
        child.start();
        Eventually.until(
                "the database answers",
                LIMIT,
                () -> {
                    try {
                        postgres.ensureRoleAndDatabase();
                        return true;
                    } catch (SQLException notYet) {
                        return false;
                    }
                });
        return child;
    }

    private boolean answers() {
        try (Connection connection = postgres.access().connect()) {
            return connection.isValid(5);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private String kept() throws SQLException {
        try (Connection connection = postgres.access().connect();
                Statement statement = connection.createStatement()) {
            return text(statement, "SELECT name FROM kept");
        }
    }

    private static String text(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream in =
                EmbeddedPostgresTest.class.getResourceAsStream("/fieldgate.properties")) {
            properties.load(in);
        }
        return properties.getProperty("postgres.version");
    }
}
