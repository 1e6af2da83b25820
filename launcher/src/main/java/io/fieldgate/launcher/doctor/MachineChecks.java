package io.fieldgate.launcher.doctor;

import io.fieldgate.launcher.system.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What does not depend on an installation: system, JDK, tools, clock, memory, limits.
public final class MachineChecks {
    private static final int JAVA = 25;
    private static final Set<String> PROCESSORS = Set.of("amd64", "x86_64", "aarch64");
    private static final Instant EARLIEST = Instant.parse("2025-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2045-01-01T00:00:00Z");
    static final String SET_THE_CLOCK =
            "The clock is wrong, and certificates would be too. Set it, such as with:"
                    + " timedatectl set-ntp true";
    private static final long LEAST_MEMORY_KIB = 700L * 1024;
    private static final long LEAST_OPEN_FILES = 1024;
    private static final long LEAST_PROCESSES = 512;

    private MachineChecks() {}

    /// Those without which `up` cannot work.
    public static List<Finding> needed() {
        List<Finding> findings = new ArrayList<>();
        findings.add(system());
        findings.add(jdk());
        findings.add(tool("setsid"));
        if (Machine.isRoot()) {
            findings.add(tool("setpriv"));
        }
        findings.add(clock(Instant.now()));
        return findings;
    }

    public static List<Finding> all() {
        List<Finding> findings = new ArrayList<>(needed());
        findings.add(memory());
        findings.add(limit("open files", "Max open files", LEAST_OPEN_FILES, "nofile"));
        findings.add(limit("processes", "Max processes", LEAST_PROCESSES, "nproc"));
        return findings;
    }

    private static Finding system() {
        String name =
                System.getProperty("os.name", "") + " on " + System.getProperty("os.arch", "");
        return Machine.isLinux() && PROCESSORS.contains(System.getProperty("os.arch", ""))
                ? Finding.passed("system", name)
                : Finding.failed("system", name, "Run Fieldgate on Linux, amd64 or arm64.");
    }

    private static Finding jdk() {
        Path home = Path.of(System.getProperty("java.home"));
        String found = "Java " + Runtime.version() + " in " + home;
        if (Runtime.version().feature() != JAVA) {
            return Finding.failed("JDK", found, "Install a JDK 25 and set JAVA_HOME to it.");
        }
        if (Machine.isRoot()) {
            Optional<Path> closed = firstClosed(home);
            if (closed.isPresent()) {
                return Finding.failed(
                        "JDK",
                        "%s; other users cannot pass through %s".formatted(found, closed.get()),
                        "Started by root, Fieldgate runs its parts as unprivileged users: install"
                                + " the JDK where they reach it, such as /usr/lib/jvm, and set"
                                + " JAVA_HOME.");
            }
        }
        return Finding.passed("JDK", found);
    }

    /// The first folder on the way that users without rights cannot pass through.
    static Optional<Path> firstClosed(Path path) {
        try {
            for (Path folder = path.toRealPath(); folder != null; folder = folder.getParent()) {
                if (!Files.getPosixFilePermissions(folder)
                        .contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return Optional.of(folder);
                }
            }
            return Optional.empty();
        } catch (IOException unreadable) {
            return Optional.of(path);
        }
    }

    private static Finding tool(String name) {
        for (String folder : List.of("/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin")) {
            Path program = Path.of(folder, name);
            if (Files.isExecutable(program)) {
                return Finding.passed(name, program.toString());
            }
        }
        return Finding.failed(
                name,
                "not found",
                "Install it: apt-get install util-linux (or your system's way).");
    }

    /// A time in which this program cannot be running, or not with any certificate that counts.
    static Finding clock(Instant now) {
        String found = now.truncatedTo(ChronoUnit.SECONDS).toString();
        return now.isBefore(EARLIEST) || now.isAfter(LATEST)
                ? Finding.failed("clock", found, SET_THE_CLOCK)
                : Finding.passed("clock", found);
    }

    private static Finding memory() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/meminfo"))) {
            long kib =
                    lines.filter(line -> line.startsWith("MemAvailable:"))
                            .map(line -> line.replaceAll("[^0-9]", ""))
                            .mapToLong(Long::parseLong)
                            .findFirst()
                            .orElse(0);
            String found = "%d MB available".formatted(kib / 1024);
            return kib >= LEAST_MEMORY_KIB
                    ? Finding.passed("memory", found)
                    : Finding.failed(
                            "memory",
                            found,
                            "Make %d MB available: end other programs, or use a larger machine."
                                    .formatted(LEAST_MEMORY_KIB / 1024));
        } catch (IOException e) {
            return Finding.failed("memory", "/proc/meminfo cannot be read", "Mount /proc.");
        }
    }

    private static Finding limit(String subject, String row, long least, String item) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/limits"))) {
            String[] columns =
                    lines.filter(line -> line.startsWith(row))
                            .findFirst()
                            .orElse(row + "  unlimited  unlimited")
                            .split("\\s{2,}", -1);
            String hard = columns[2];
            boolean enough = hard.equals("unlimited") || Long.parseLong(hard.strip()) >= least;
            return enough
                    ? Finding.passed(subject, "limit " + hard)
                    : Finding.failed(
                            subject,
                            "limit " + hard,
                            "Raise it to %d or more (%s in /etc/security/limits.conf)."
                                    .formatted(least, item));
        } catch (IOException e) {
            return Finding.failed(subject, "/proc/self/limits cannot be read", "Mount /proc.");
        }
    }
}
