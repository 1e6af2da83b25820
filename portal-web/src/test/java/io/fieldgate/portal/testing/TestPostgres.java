package io.fieldgate.portal.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL for tests, on a port of its own on 127.0.0.1.
///
/// PostgreSQL refuses to run as root; as root it therefore runs as `nobody`. Its files are deleted
/// at the end of the JVM.
public final class TestPostgres {
    /// The role that tests and the portal sign in with: no superuser, as in an installation.
    public static final String USER = "fieldgate";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable TestPostgres shared;

    private final Path directory;
    private final int port;
    private @Nullable Process process;

    private TestPostgres(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /// The server that all tests of this JVM share.
    public static synchronized TestPostgres shared() {
        if (shared == null) {
            shared = create();
        }
        return shared;
    }

    /// A server of its own, for tests that stop it.
    public static TestPostgres create() {
        try {
            Path directory = Files.createTempDirectory("fieldgate-test-postgres");
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
            TestPostgres postgres = new TestPostgres(directory, freePort());
            Runtime.getRuntime().addShutdownHook(new Thread(postgres::delete));
            PostgresBinaries.unpack(directory.resolve("binaries"));
            postgres.run(
                    "initdb",
                    "--pgdata=" + postgres.data(),
                    "--username=postgres",
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync");
            postgres.start();
            postgres.execute("postgres", "CREATE ROLE " + USER + " LOGIN CREATEROLE");
            return postgres;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes an empty database.
    ///
    /// @return its JDBC URL
    public String newDatabase() {
        String name = "test" + DATABASES.incrementAndGet();
        execute("postgres", "CREATE DATABASE " + name + " OWNER " + USER);
        return url(name);
    }

    /// A connection to a database as its owner, past the portal.
    public Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, USER, "");
    }

    /// Starts the server and waits until it takes connections.
    public void start() {
        try {
            process =
                    new ProcessBuilder(
                                    command(
                                            "postgres",
                                            "-D",
                                            data().toString(),
                                            "-p",
                                            Integer.toString(port),
                                            "-c",
                                            "listen_addresses=127.0.0.1",
                                            "-c",
                                            "unix_socket_directories=",
                                            "-c",
                                            "fsync=off"))
                            .redirectErrorStream(true)
                            .redirectOutput(directory.resolve("postgres.log").toFile())
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Deadline.in(LIMIT).until("PostgreSQL takes connections", this::answers);
    }

    /// Ends the server at once, as when its machine dies.
    public void stop() {
        Process running = process;
        if (running != null) {
            // SIGTERM would wait for the portal's connections to end.
            running.toHandle().descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
            try {
                running.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            process = null;
        }
    }

    private boolean answers() {
        Process running = process;
        if (running == null || !running.isAlive()) {
            throw new IllegalStateException("PostgreSQL has ended: " + log());
        }
        try (Connection connection = DriverManager.getConnection(url("postgres"), "postgres", "")) {
            return connection.isValid(5);
        } catch (SQLException _) {
            return false;
        }
    }

    private void execute(String database, String sql) {
        try (Connection connection = DriverManager.getConnection(url(database), "postgres", "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private void run(String program, String... arguments) throws IOException {
        Process once =
                new ProcessBuilder(command(program, arguments))
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("postgres.log").toFile())
                        .start();
        try {
            if (!once.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || once.exitValue() != 0) {
                throw new IOException(program + " has failed: " + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private List<String> command(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.getOwner(directory).getName().equals("root")) {
            command.addAll(
                    List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"));
        }
        command.add(directory.resolve("binaries/bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private Path data() {
        return directory.resolve("data");
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("postgres.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void delete() {
        stop();
        TestDirectory.delete(directory);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
