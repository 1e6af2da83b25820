package io.fieldgate.server.flood;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A stock client outside that dials in, again and again, and takes the time.
final class HonestClient {
    private static final Duration POLL = Duration.ofMillis(10);

    private final FloodLab lab;
    private final Path directory;

    HonestClient(FloodLab lab, Path directory, String profile) throws IOException {
        this.lab = lab;
        this.directory = directory;
        Files.writeString(directory.resolve("honest.ovpn"), profile);
    }

    /// Milliseconds from the start of the program until its tunnel is up; the limit if it is not by
    /// then. The client says good-bye afterwards.
    long connectMillis(Duration limit) throws Exception {
        Path log = directory.resolve("honest.log");
        long start = System.nanoTime();
        Process process =
                lab.startOutside(
                        log,
                        List.of(
                                "openvpn",
                                "--config",
                                directory.resolve("honest.ovpn").toString(),
                                "--dev",
                                "null",
                                "--ifconfig-noexec",
                                "--route-noexec",
                                "--explicit-exit-notify",
                                "1",
                                "--verb",
                                "3"));
        try {
            while (!Files.readString(log).contains("Initialization Sequence Completed")) {
                if (System.nanoTime() - start > limit.toNanos()) {
                    return limit.toMillis();
                }
                Thread.sleep(POLL);
            }
            return (System.nanoTime() - start) / 1_000_000;
        } finally {
            process.destroy();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }

    String log() throws IOException {
        return Files.readString(directory.resolve("honest.log"));
    }
}
