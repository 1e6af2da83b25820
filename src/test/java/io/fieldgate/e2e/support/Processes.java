package io.fieldgate.e2e.support;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Finds and kills an installation's processes, by id.
public final class Processes {
    private Processes() {}

    /// Kills the `portal`, `pki` or `postgres` process without warning.
    public static void kill(Installation installation, String part) {
        String data = installation.data().toString();
        Predicate<String> mine =
                switch (part) {
                    case "portal" ->
                            line -> line.contains("portal-web") && line.contains(data + "/portal");
                    case "pki" ->
                            line -> line.contains("pki-service") && line.contains(data + "/pki");
                    case "postgres" ->
                            line ->
                                    line.contains("bin/postgres")
                                            && line.contains("-D")
                                            && line.contains(data + "/postgres");
                    default -> throw new IllegalArgumentException(part);
                };
        kill(part, mine);
    }

    /// Kills one secure server's process without warning.
    public static void killSecureServer(Installation installation, String serverId) {
        kill(
                "secure server " + serverId,
                line ->
                        line.contains("secure-server")
                                && line.contains(installation.data() + "/servers/" + serverId));
    }

    /// The command lines of all processes that name this installation's data folder.
    public static List<String> of(Installation installation) {
        return ProcessHandle.allProcesses()
                .flatMap(process -> commandLine(process).stream())
                .filter(line -> line.contains(installation.data().toString()))
                .toList();
    }

    private static void kill(String what, Predicate<String> wanted) {
        ProcessHandle process =
                ProcessHandle.allProcesses()
                        .filter(p -> p.pid() != ProcessHandle.current().pid())
                        .filter(p -> commandLine(p).filter(wanted).isPresent())
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no process: " + what));
        long pid = process.pid();
        process.destroyForcibly();
        Eventually.until(
                what + " is gone",
                Duration.ofSeconds(10),
                () -> ProcessHandle.of(pid).map(p -> !p.isAlive()).orElse(true));
    }

    private static Optional<String> commandLine(ProcessHandle process) {
        try {
            return Optional.of(
                            new String(
                                            java.nio.file.Files.readAllBytes(
                                                    java.nio.file.Path.of(
                                                            "/proc/" + process.pid() + "/cmdline")),
                                            java.nio.charset.StandardCharsets.UTF_8)
                                    .replace('\0', ' '))
                    .filter(line -> !line.isBlank());
        } catch (java.io.IOException e) {
            return Optional.empty();
        }
    }
}
