package io.fieldgate.launcher.doctor;

import io.fieldgate.launcher.settings.PortRange;
import io.fieldgate.launcher.settings.Settings;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Machine;
import io.fieldgate.launcher.system.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What depends on the data folder and its settings: room, rights, ports.
///
/// @param data may not exist yet
/// @param settings empty before the first `up`
/// @param running whether its launcher runs, and so holds the ports itself
public record InstallationChecks(DataFolder data, Optional<Settings> settings, boolean running) {
    private static final long LEAST_FREE_FIRST_BYTES = 700L * 1024 * 1024;
    private static final long LEAST_FREE_BYTES = 100L * 1024 * 1024;
    private static final int PROBE_LIMIT_SECONDS = 10;

    public List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        findings.add(disk());
        findings.add(folder());
        findings.add(locale());
        new InstallationClock(data).finding(Instant.now()).ifPresent(findings::add);
        findings.addAll(ports());
        return findings;
    }

    /// Room for what will be written.
    public Finding disk() {
        try {
            long free = Machine.freeBytes(data.root());
            long least = settings.isPresent() ? LEAST_FREE_BYTES : LEAST_FREE_FIRST_BYTES;
            String found = "%d MB free for %s".formatted(free / 1024 / 1024, data.root());
            return free >= least
                    ? Finding.passed("disk", found)
                    : Finding.failed(
                            "disk",
                            found,
                            "Make at least %d MB free, or choose another folder with --data."
                                    .formatted(least / 1024 / 1024));
        } catch (IOException e) {
            return Finding.failed("disk", Machine.reason(e), "Choose another folder with --data.");
        }
    }

    private Finding folder() {
        Path existing = data.root();
        while (Files.notExists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            return Finding.failed(
                    "data folder",
                    existing + " cannot be written by this user",
                    "Choose another folder with --data, or change its rights.");
        }
        if (Machine.isRoot()) {
            Optional<Path> closed = MachineChecks.firstClosed(existing);
            if (closed.isPresent()) {
                return Finding.failed(
                        "data folder",
                        "other users cannot pass through " + closed.get(),
                        "Choose another folder, such as --data /var/lib/fieldgate, or run: chmod"
                                + " o+x "
                                + closed.get());
            }
        }
        return runsPrograms(existing);
    }

    /// The database's programs are unpacked there, so it must not be mounted `noexec`.
    private Finding runsPrograms(Path folder) {
        try {
            Path program =
                    Files.createTempFile(
                            folder,
                            "fieldgate-doctor-",
                            ".sh",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rwx------")));
            try {
                Files.writeString(program, "#!/bin/sh\nexit 0\n", StandardCharsets.US_ASCII);
                Process process = new ProcessBuilder(program.toString()).start();
                if (!process.waitFor(PROBE_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } finally {
                Files.deleteIfExists(program);
            }
            return Finding.passed("data folder", data.root().toString());
        } catch (IOException e) {
            return Finding.failed(
                    "data folder",
                    "programs cannot be run in %s (%s)".formatted(folder, Machine.reason(e)),
                    "Choose a folder on a file system that is not mounted noexec.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Finding.failed("data folder", "interrupted", "Try again.");
        }
    }

    private Finding locale() {
        String encoding = System.getProperty("sun.jnu.encoding", "");
        boolean ascii = data.root().toString().chars().allMatch(c -> c < 128);
        return ascii || encoding.equals("UTF-8")
                ? Finding.passed("locale", "file names in " + encoding)
                : Finding.failed(
                        "locale",
                        "file names in " + encoding + ", but the data folder's name needs UTF-8",
                        "Set LANG=C.UTF-8.");
    }

    private List<Finding> ports() {
        if (running) {
            return List.of(Finding.passed("ports", "held by the running Fieldgate"));
        }
        int port = settings.map(Settings::port).orElse(Settings.DEFAULT_PORT);
        List<Finding> findings = new ArrayList<>();
        findings.add(
                Ports.tcpFree(port)
                        ? Finding.passed("portal port", port + " is free")
                        : Finding.failed(
                                "portal port",
                                port + " is taken or not allowed",
                                "Choose another with --port. " + Ports.whoHolds(port)));
        PortRange range =
                settings.map(s -> PortRange.parse(s.vpnPorts())).orElse(PortRange.DEFAULT);
        int free = range.first();
        while (range.contains(free) && !(Ports.tcpFree(free) && Ports.udpFree(free))) {
            free++;
        }
        findings.add(
                range.contains(free)
                        ? Finding.passed("VPN ports", "%s, first free %d".formatted(range, free))
                        : Finding.failed(
                                "VPN ports",
                                "none of %s is free for UDP and TCP".formatted(range),
                                "Give other ones: --vpn-ports FIRST-LAST"));
        return findings;
    }
}
