package io.fieldgate.server.flood;

import io.fieldgate.server.support.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// A running [FloodSender] outside, with less right to the processor than the server.
///
/// @param log its output
record Attack(Process process, Path log) {
    static Attack start(
            FloodLab lab, Path directory, String stolenKey, int port, int rate, int seconds)
            throws IOException {
        Path key = directory.resolve("stolen.key");
        Path log = directory.resolve("attack.log");
        Files.writeString(key, stolenKey);
        long seed = Long.getLong("fieldgate.test.seed", ThreadLocalRandom.current().nextLong());
        Process process =
                lab.startOutside(
                        log,
                        List.of(
                                "nice",
                                "-n",
                                "10",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                FloodSender.class.getName(),
                                FloodLab.SERVER,
                                Integer.toString(port),
                                key.toString(),
                                Integer.toString(rate),
                                Integer.toString(seconds),
                                Long.toString(seed)));
        return new Attack(process, log);
    }

    /// Waits for its first packet.
    void awaitBegin(FloodLab lab) throws Exception {
        long before = lab.traffic("received").packets();
        Eventually.that(
                "the flood arrives",
                Duration.ofSeconds(20),
                () -> !process.isAlive() || lab.traffic("received").packets() > before);
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /// @param addresses different source addresses
    record Sent(long packets, long millis, long addresses) {
        long perSecond() {
            return millis == 0 ? 0 : packets * 1000 / millis;
        }
    }

    /// Waits for the end.
    Sent result() throws Exception {
        if (!process.waitFor(FloodSender.MOST_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the attack does not end");
        }
        String text = Files.readString(log).strip();
        String[] words = text.split(" ", -1);
        if (process.exitValue() != 0 || words.length != 3) {
            throw new IOException("the attack failed: " + text);
        }
        return new Sent(
                Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
    }
}
