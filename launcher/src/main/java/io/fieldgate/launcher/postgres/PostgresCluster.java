package io.fieldgate.launcher.postgres;

import io.fieldgate.launcher.process.ProcessIdentity;
import io.fieldgate.launcher.system.Account;
import io.fieldgate.launcher.system.Machine;
import io.fieldgate.launcher.system.Refusal;
import io.fieldgate.launcher.system.Signals;
import io.fieldgate.launcher.system.Trees;
import io.fieldgate.launcher.system.UserIds;
import io.fieldgate.launcher.system.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The database's files: made at first start, checked for their version, freed of what a killed
/// launcher left running.
///
/// @param directory the cluster
/// @param account whose it is
public record PostgresCluster(Path directory, Account account) {
    static final String SUPERUSER = "postgres";
    private static final Duration INITDB_LIMIT = Duration.ofMinutes(3);
    private static final Duration FAST_SHUTDOWN_LIMIT = Duration.ofSeconds(30);
    private static final int OUTPUT_SHOWN = 2000;

    public boolean exists() {
        return Files.exists(directory.resolve("PG_VERSION"));
    }

    /// @throws Refusal when another major version of PostgreSQL made it
    public void requireVersion(PostgresBinaries binaries) {
        String made;
        try {
            made = WholeFile.read(directory.resolve("PG_VERSION")).strip();
        } catch (IOException e) {
            throw new Refusal(
                    "The database in %s cannot be read: %s."
                            .formatted(directory, Machine.reason(e)),
                    e);
        }
        if (!made.equals(binaries.majorVersion())) {
            throw new Refusal(
                    "The database in %s was made by PostgreSQL %s, this Fieldgate brings PostgreSQL %s. Nothing has been changed. Start it with the Fieldgate that made it, dump it with pg_dump, and load the dump into a new data folder or a database server of your own (--database)."
                            .formatted(directory, made, binaries.majorVersion()));
        }
    }

    /// Makes an empty cluster: UTF-8, C collation, SCRAM passwords only.
    ///
    /// `initdb` refuses root and users without an entry in `/etc/passwd`; so root has some such
    /// user make it, and gives it to the numeric one afterwards.
    ///
    /// @param workshop a folder that only the launcher writes, but others may pass through
    /// @param superuserPassword for the superuser `postgres`
    public void make(PostgresBinaries binaries, Path workshop, String superuserPassword)
            throws InterruptedException {
        Account maker =
                switch (account) {
                    case Account.Self self -> self;
                    case Account.Unprivileged _ ->
                            new Account.Unprivileged(UserIds.withPasswdEntry(), false);
                };
        Path draft = directory.resolveSibling(directory.getFileName() + ".new");
        Path passwordFile = workshop.resolve("initdb.secret");
        try {
            Trees.delete(draft);
            Files.createDirectory(draft);
            maker.own(draft);
            WholeFile.write(workshop, passwordFile, superuserPassword + "\n", "rw-------", maker);
            initdb(binaries, maker, draft, passwordFile);
            Trees.own(draft, account);
            Files.move(draft, directory);
        } catch (IOException e) {
            throw new Refusal(
                    "The database cannot be set up in %s: %s."
                            .formatted(directory, Machine.reason(e)),
                    e);
        } finally {
            deleteQuietly(passwordFile);
        }
    }

    private static void deleteQuietly(Path secret) {
        try {
            Files.deleteIfExists(secret);
        } catch (IOException e) {
            throw new Refusal("Delete %s by hand: it holds a password.".formatted(secret), e);
        }
    }

    private static void initdb(
            PostgresBinaries binaries, Account maker, Path target, Path passwordFile)
            throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        binaries.program("initdb"),
                        "--pgdata=" + target,
                        "--username=" + SUPERUSER,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--data-checksums",
                        "--no-instructions");
        ProcessBuilder builder = new ProcessBuilder(maker.command(command));
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("LC_ALL", "C");
        builder.directory(target.toFile());
        builder.redirectErrorStream(true);
        Path output = Files.createTempFile(passwordFile.getParent(), "initdb-", ".log");
        try {
            builder.redirectOutput(output.toFile());
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(INITDB_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("initdb did not finish in " + INITDB_LIMIT);
            }
            if (process.exitValue() != 0) {
                String said = Files.readString(output, StandardCharsets.UTF_8).strip();
                throw new IOException(
                        "initdb said: "
                                + said.substring(Math.max(0, said.length() - OUTPUT_SHOWN)));
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }

    /// Ends a server that a killed launcher left behind, and removes a stale `postmaster.pid`.
    ///
    /// @return whether one was running
    public boolean endLeftover() throws InterruptedException {
        Path pidFile = directory.resolve("postmaster.pid");
        if (!Files.exists(pidFile, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Optional<ProcessIdentity> server = runningServer(pidFile);
        if (server.isPresent()) {
            end(server.get());
        }
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new Refusal("%s cannot be deleted: %s.".formatted(pidFile, e.getMessage()), e);
        }
        return server.isPresent();
    }

    private static void end(ProcessIdentity server) throws InterruptedException {
        Signals.send(server.pid(), Signals.INT);
        if (server.awaitEnd(FAST_SHUTDOWN_LIMIT)) {
            return;
        }
        Signals.send(server.pid(), Signals.QUIT);
        if (!server.awaitEnd(FAST_SHUTDOWN_LIMIT)) {
            Signals.send(server.pid(), Signals.KILL);
            boolean _ = server.awaitEnd(FAST_SHUTDOWN_LIMIT);
        }
    }

    /// The process named in `postmaster.pid`, if it works in this very cluster: after a reboot the
    /// number can be anybody's.
    private Optional<ProcessIdentity> runningServer(Path pidFile) {
        try {
            String first = WholeFile.read(pidFile).lines().findFirst().orElse("").strip();
            if (!first.matches("[0-9]{1,9}")) {
                return Optional.empty();
            }
            Path worksIn = Path.of("/proc", first, "cwd").toRealPath();
            return worksIn.equals(directory.toRealPath())
                    ? ProcessIdentity.of(Long.parseLong(first))
                    : Optional.empty();
        } catch (IOException goneOrNotOurs) {
            return Optional.empty();
        }
    }
}
