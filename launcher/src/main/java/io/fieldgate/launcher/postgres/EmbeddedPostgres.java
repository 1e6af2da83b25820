package io.fieldgate.launcher.postgres;

import io.fieldgate.launcher.process.ChildSpec;
import io.fieldgate.launcher.process.PidFile;
import io.fieldgate.launcher.settings.DatabaseAccess;
import io.fieldgate.launcher.settings.Secrets;
import io.fieldgate.launcher.system.Account;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Refusal;
import io.fieldgate.launcher.system.Signals;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The installation's own database server: how it is run, and the portal's role and database in it.
public final class EmbeddedPostgres {
    public static final String NAME = "postgres";

    /// The portal's role and database. Not a superuser; it may create roles, because its migrations
    /// make the one under which it works.
    static final String ROLE = "fieldgate";

    private static final String SUPERUSER_SECRET = "postgres-superuser";
    private static final String ROLE_SECRET = "postgres-fieldgate";
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final DataFolder data;
    private final PostgresBinaries binaries;
    private final PostgresCluster cluster;
    private final Secrets secrets;
    private final int port;

    public EmbeddedPostgres(DataFolder data, PostgresBinaries binaries, Account account, int port) {
        this.data = data;
        this.binaries = binaries;
        this.cluster = new PostgresCluster(data.postgres(), account);
        this.secrets = new Secrets(data);
        this.port = port;
    }

    /// Makes or checks the files. Nothing of it runs afterwards.
    public void prepare() throws InterruptedException {
        if (!cluster.exists()) {
            cluster.make(binaries, data.run(), secrets.findOrMake(SUPERUSER_SECRET));
        }
        cluster.requireVersion(binaries);
        boolean _ = cluster.endLeftover();
    }

    /// The server as a child process: reachable on 127.0.0.1 with a password, nowhere else.
    public ChildSpec childSpec() {
        List<String> command =
                List.of(
                        binaries.program("postgres"),
                        "-D",
                        data.postgres().toString(),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "port=" + port,
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "max_connections=60",
                        "-c",
                        "shared_buffers=64MB",
                        "-c",
                        "dynamic_shared_memory_type=mmap",
                        "-c",
                        "logging_collector=off",
                        "-c",
                        "log_timezone=UTC",
                        "-c",
                        "timezone=UTC");
        return new ChildSpec(
                NAME,
                command,
                Map.of("LC_ALL", "C"),
                data.postgres(),
                cluster.account(),
                data.log(NAME),
                new PidFile(data.pidFile(NAME)),
                Signals.INT,
                STOP_LIMIT);
    }

    /// How the portal reaches it.
    public DatabaseAccess access() {
        return new DatabaseAccess(url(ROLE), ROLE, secrets.findOrMake(ROLE_SECRET));
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    /// Makes the portal's role and database if they are not there. The server must run.
    ///
    /// @throws SQLException when it does not answer, or not yet
    public void ensureRoleAndDatabase() throws SQLException {
        String password =
                secrets.find(SUPERUSER_SECRET)
                        .orElseThrow(() ->
                                new Refusal(
                                        "%s is missing: restore it from a backup."
                                                .formatted(
                                                        data.secrets().resolve(SUPERUSER_SECRET))));
        DatabaseAccess superuser =
                new DatabaseAccess(
                        url(PostgresCluster.SUPERUSER), PostgresCluster.SUPERUSER, password);
        String rolePassword = secrets.findOrMake(ROLE_SECRET);
        if (!rolePassword.matches("[A-Za-z0-9_-]{20,}")) {
            throw new Refusal(
                    "%s is damaged: restore it from a backup."
                            .formatted(data.secrets().resolve(ROLE_SECRET)));
        }
        try (Connection connection = superuser.connect();
                Statement statement = connection.createStatement()) {
            if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?")) {
                statement.execute(
                        "CREATE ROLE %s LOGIN CREATEROLE PASSWORD '%s'"
                                .formatted(ROLE, rolePassword));
            }
            if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?")) {
                statement.execute("CREATE DATABASE %s OWNER %s".formatted(ROLE, ROLE));
            }
        }
    }

    private static boolean exists(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, ROLE);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
