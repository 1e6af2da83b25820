package io.fieldgate.server.flood;

import io.fieldgate.server.support.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A stock client outside with a tunnel of its own, and pings through it.
final class Tunnel {
    private static final String GATEWAY = "100.64.0.1";
    private static final int PINGS_PER_SECOND = 100;
    private static final Pattern COUNTS = Pattern.compile("(\\d+) packets transmitted, (\\d+) rec");
    private static final Pattern TIMES = Pattern.compile("= ([\\d.]+)/([\\d.]+)/([\\d.]+)/");

    private final FloodLab lab;
    private final Path directory;

    private Tunnel(FloodLab lab, Path directory) {
        this.lab = lab;
        this.directory = directory;
    }

    static Tunnel open(FloodLab lab, Path directory, String profile) throws Exception {
        Path config = directory.resolve("tunnel.ovpn");
        Path log = directory.resolve("tunnel.log");
        Files.writeString(config, profile);
        lab.startOutside(log, List.of("openvpn", "--config", config.toString(), "--verb", "3"));
        Eventually.that(
                "the running tunnel is up",
                Duration.ofSeconds(20),
                () -> Files.readString(log).contains("Initialization Sequence Completed"));
        return new Tunnel(lab, directory);
    }

    /// Pings for so long; ask for the result afterwards.
    Pings ping(int seconds) throws IOException {
        Path log = directory.resolve("ping.log");
        int count = seconds * PINGS_PER_SECOND;
        return new Pings(
                lab.startOutside(
                        log,
                        List.of(
                                "ping",
                                "-n",
                                "-q",
                                "-W",
                                "1",
                                "-i",
                                Double.toString(1.0 / PINGS_PER_SECOND),
                                "-c",
                                Integer.toString(count),
                                GATEWAY)),
                log);
    }

    /// @param averageMillis there and back
    record Loss(long sent, long lost, double averageMillis, double maxMillis) {
        double percent() {
            return sent == 0 ? 100 : 100.0 * lost / sent;
        }
    }

    record Pings(Process process, Path log) {
        /// Waits for the end.
        Loss result() throws Exception {
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                throw new IOException("ping does not end");
            }
            String text = Files.readString(log);
            Matcher counts = COUNTS.matcher(text);
            if (!counts.find()) {
                throw new IOException("ping failed: " + text);
            }
            long sent = Long.parseLong(counts.group(1));
            Matcher times = TIMES.matcher(text);
            boolean answered = times.find();
            return new Loss(
                    sent,
                    sent - Long.parseLong(counts.group(2)),
                    answered ? Double.parseDouble(times.group(2)) : Double.NaN,
                    answered ? Double.parseDouble(times.group(3)) : Double.NaN);
        }
    }
}
