package io.fieldgate.launcher;

import io.fieldgate.launcher.RunningStatus.Phase;
import io.fieldgate.launcher.host.HostSocket;
import io.fieldgate.launcher.host.ProcessHost;
import io.fieldgate.launcher.postgres.EmbeddedPostgres;
import io.fieldgate.launcher.postgres.PostgresBinaries;
import io.fieldgate.launcher.process.Child;
import io.fieldgate.launcher.process.ChildSpec;
import io.fieldgate.launcher.process.ChildStatus;
import io.fieldgate.launcher.process.ProcessIdentity;
import io.fieldgate.launcher.settings.DatabaseAccess;
import io.fieldgate.launcher.settings.Secrets;
import io.fieldgate.launcher.settings.Settings;
import io.fieldgate.launcher.system.Account;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Machine;
import io.fieldgate.launcher.system.Refusal;
import io.fieldgate.launcher.system.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Owns all processes of an installation: starts them in order, keeps them running, ends them in
/// reverse order. A process that dies is started again alone; no other one is touched for it.
///
/// [#start] is called once, by one thread; [#stop] by any thread at any time.
final class Supervisor {
    private static final int READY = 200;

    private final DataFolder data;
    private final Settings settings;
    private final ProductJars built;
    private final Consumer<String> say;
    private final String version;
    private final Readiness readiness;

    /// In the order of their start; guarded by `this`.
    private final Deque<Child> children = new ArrayDeque<>();

    private @Nullable ProcessHost host;
    private @Nullable HostSocket socket;
    private volatile boolean stopping;
    private Phase phase = Phase.STARTING;
    private String message = "";

    Supervisor(DataFolder data, Settings settings, ProductJars built, Consumer<String> progress) {
        this.data = data;
        this.settings = settings;
        this.built = built;
        this.version = Version.builtIn().fieldgate();
        this.say =
                line -> {
                    progress.accept(line);
                    tell(Phase.STARTING, line);
                };
        this.readiness = new Readiness(say, () -> stopping);
    }

    /// Starts everything and returns when the portal answers.
    ///
    /// @throws Refusal when something does not start; what did is still running, see [#stop]
    void start() throws InterruptedException {
        Leftovers.end(data);
        ProductJars jars = built.copyTo(data.runtime());
        Children specs = new Children(data, settings, jars);
        ProcessHost processHost = startHost(jars);
        DatabaseAccess database = startDatabase(specs);
        makeBootstrapSecrets(specs);
        startPki(specs);
        startPortal(specs, database, processHost);
        tell(Phase.READY, "");
    }

    private ProcessHost startHost(ProductJars jars) {
        ProcessHost processHost =
                new ProcessHost(
                        data,
                        jars.secureServer(),
                        settings.users().values(),
                        say,
                        this::publishStatus);
        synchronized (this) {
            requireNotStopping();
            host = processHost;
        }
        processHost.startKnown();
        return processHost;
    }

    private DatabaseAccess startDatabase(Children specs) throws InterruptedException {
        if (settings.database() == Settings.Database.EXTERNAL) {
            say.accept("Connecting to the database ...");
            DatabaseAccess access = new SettingsChoice(data, say).externalDatabase();
            requireReachable(access);
            return access;
        }
        PostgresBinaries binaries =
                PostgresBinaries.unpack(data.runtime(), Version.builtIn().postgres());
        EmbeddedPostgres postgres =
                new EmbeddedPostgres(
                        data,
                        binaries,
                        specs.account(SettingsChoice.POSTGRES),
                        settings.postgresPort());
        say.accept("Starting PostgreSQL ...");
        postgres.prepare();
        Child child = launch(postgres.childSpec());
        readiness.await("PostgreSQL", child, () -> notYet(postgres::ensureRoleAndDatabase));
        return postgres.access();
    }

    private static void requireReachable(DatabaseAccess access) {
        try (Connection connection = access.connect()) {
            int major = connection.getMetaData().getDatabaseMajorVersion();
            if (major < 16) {
                throw new Refusal(
                        "The database is PostgreSQL %d; Fieldgate needs 16 or newer."
                                .formatted(major));
            }
        } catch (SQLException e) {
            throw new Refusal(
                    "The database %s cannot be reached: %s".formatted(access, e.getMessage()), e);
        }
    }

    private interface SqlAttempt {
        void run() throws SQLException;
    }

    private static Optional<String> notYet(SqlAttempt attempt) {
        try {
            attempt.run();
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// The PKI service and the portal get to know each other by a secret that both are given before
    /// their first start.
    private void makeBootstrapSecrets(Children specs) {
        Account pki = specs.account(SettingsChoice.PKI);
        Account portal = specs.account(SettingsChoice.PORTAL);
        Secrets secrets = new Secrets(data);
        try {
            data.ownedDirectory(data.pki(), pki);
            data.ownedDirectory(data.portal(), portal);
        } catch (IOException e) {
            throw new Refusal("Folders cannot be made: %s.".formatted(Machine.reason(e)), e);
        }
        if (secrets.find(data.launcherToken()).isEmpty()) {
            secrets.keep(data.launcherToken(), secrets.random(), portal);
        }
        boolean firstStart =
                Files.notExists(data.pki().resolve("root.pem"), LinkOption.NOFOLLOW_LINKS);
        if (firstStart && secrets.find(data.pkiBootstrapSecret()).isEmpty()) {
            String secret = secrets.random();
            secrets.keep(data.portalBootstrapSecret(), secret, portal);
            secrets.keep(data.pkiBootstrapSecret(), secret, pki);
        }
    }

    private void startPki(Children specs) throws InterruptedException {
        say.accept("Starting the PKI service ...");
        Child child = launch(specs.pki());
        readiness.await(
                "the PKI service",
                child,
                () -> notYet(settings.pkiPort(), data.pki().resolve("root.pem"), "/health"));
        try {
            String root = LocalHttps.pem(LocalHttps.certificate(data.pki().resolve("root.pem")));
            WholeFile.write(data.run(), data.portalCa(), root, "rw-r--r--", new Account.Self());
        } catch (IOException e) {
            throw new Refusal(
                    "%s cannot be written: %s.".formatted(data.portalCa(), Machine.reason(e)), e);
        }
    }

    private void startPortal(Children specs, DatabaseAccess database, ProcessHost processHost)
            throws InterruptedException {
        say.accept("Starting the portal ...");
        synchronized (this) {
            requireNotStopping();
            socket =
                    HostSocket.open(
                            data.hostSocket(), processHost, specs.account(SettingsChoice.PORTAL));
        }
        Child child = launch(specs.portal(database));
        readiness.await(
                "the portal",
                child,
                () -> notYet(settings.port(), data.portalCa(), "/actuator/health/readiness"));
    }

    private static Optional<String> notYet(int port, Path root, String path)
            throws InterruptedException {
        try (LocalHttps https = new LocalHttps(port, root)) {
            int code = https.get(path);
            return code == READY ? Optional.empty() : Optional.of("it answers " + code);
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private synchronized Child launch(ChildSpec spec) {
        requireNotStopping();
        Child child = new Child(spec, this::publishStatus);
        children.addLast(child);
        child.start();
        return child;
    }

    private void requireNotStopping() {
        if (stopping) {
            throw new Refusal("Stopped before it was ready.");
        }
    }

    /// Ends everything in reverse order and returns when it is gone; a second call does nothing.
    ///
    /// @param last phase to be told, with the reason
    /// @return whether this was the first call
    boolean stop(Phase last, String reason) throws InterruptedException {
        List<Child> running;
        ProcessHost processHost;
        synchronized (this) {
            if (stopping) {
                return false;
            }
            stopping = true;
            running = new ArrayList<>(children.reversed());
            processHost = host;
            if (socket != null) {
                socket.close();
            }
        }
        tell(last, reason);
        boolean hostStopped = processHost == null;
        for (Child child : running) {
            child.stop();
            if (!hostStopped && processHost != null) {
                processHost.stop(); // after the portal, the last one started
                hostStopped = true;
            }
        }
        if (!hostStopped && processHost != null) {
            processHost.stop();
        }
        return true;
    }

    List<ChildStatus> statuses() {
        List<ChildStatus> all = new ArrayList<>();
        ProcessHost processHost;
        synchronized (this) {
            children.forEach(child -> all.add(child.status()));
            processHost = host;
        }
        if (processHost != null) {
            all.addAll(processHost.statuses());
        }
        return all;
    }

    private synchronized void tell(Phase newPhase, String newMessage) {
        phase = newPhase;
        message = newMessage;
        publishStatus();
    }

    private void publishStatus() {
        List<ChildStatus> processes = statuses();
        synchronized (this) {
            try {
                new RunningStatus(
                                ProcessIdentity.ofThisProcess(),
                                version,
                                settings.address(),
                                phase,
                                message,
                                processes)
                        .write(data);
            } catch (IOException diskFull) {
                // `status` shows what was before; the processes themselves do not depend on it
                return;
            }
        }
    }
}
