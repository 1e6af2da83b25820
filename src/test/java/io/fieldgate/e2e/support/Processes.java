package io.fieldgate.e2e.support;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Finds and kills an installation's processes, by id.
public final class Processes {
    private Processes() {}

    /// Kills the `portal`, `pki` or `postgres` process without warning.
    public static void kill(Installation installation, String part) {
        kill(part, of(installation, part));
    }

    /// Stops a part with all its children where they stand (SIGSTOP), until the result is closed.
    public static Paused pause(Installation installation, String part) {
        ProcessHandle parent = find(part, of(installation, part));
        Paused paused =
                new Paused(
                        Stream.concat(Stream.of(parent), parent.descendants())
                                .map(ProcessHandle::pid)
                                .toList());
        paused.signal("-STOP");
        return paused;
    }

    /// Processes that stand still.
    public record Paused(List<Long> pids) implements AutoCloseable {
        private void signal(String signal) {
            List<String> command = new ArrayList<>(List.of("kill", signal));
            pids.forEach(pid -> command.add(Long.toString(pid)));
            Shell.attempt(Duration.ofSeconds(5), command); // some may have ended meanwhile
        }

        @Override
        public void close() {
            signal("-CONT");
        }
    }

    private static Predicate<String> of(Installation installation, String part) {
        String data = installation.data().toString();
        return switch (part) {
            case "portal" -> line -> line.contains("portal-web") && line.contains(data + "/portal");
            case "pki" -> line -> line.contains("pki-service") && line.contains(data + "/pki");
            case "postgres" ->
                    line ->
                            line.contains("bin/postgres")
                                    && line.contains("-D")
                                    && line.contains(data + "/postgres");
            default -> throw new IllegalArgumentException(part);
        };
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
        return naming(installation.data());
    }

    /// The command lines of all processes that name this data folder.
    public static List<String> naming(Path data) {
        return ProcessHandle.allProcesses()
                .flatMap(process -> commandLine(process).stream())
                .filter(line -> line.contains(data.toString()))
                .toList();
    }

    private static ProcessHandle find(String what, Predicate<String> wanted) {
        return ProcessHandle.allProcesses()
                .filter(p -> p.pid() != ProcessHandle.current().pid())
                .filter(p -> commandLine(p).filter(wanted).isPresent())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no process: " + what));
    }

    private static void kill(String what, Predicate<String> wanted) {
        ProcessHandle process = find(what, wanted);
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
                                                    Path.of("/proc/" + process.pid() + "/cmdline")),
                                            java.nio.charset.StandardCharsets.UTF_8)
                                    .replace('\0', ' '))
                    .filter(line -> !line.isBlank());
        } catch (java.io.IOException e) {
            return Optional.empty();
        }
    }
}
