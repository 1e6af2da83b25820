package io.fieldgate.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A stock `openvpn` process with a profile, in a namespace.
public final class StockClient implements AutoCloseable {
    private static final String UP = "Initialization Sequence Completed";

    private final Path log;
    private final Process process;

    private StockClient(Path log, Process process) {
        this.log = log;
        this.process = process;
    }

    /// Starts `openvpn --config PROFILE`, with further options such as `--reneg-sec 10`.
    public static StockClient start(Namespace where, String profile, String... options) {
        return start(List.of(), where, profile, options);
    }

    /// The same on a machine whose clock is wrong.
    public static StockClient startAt(
            Clockwork clock, Namespace where, String profile, String... options) {
        return start(clock.command(), where, profile, options);
    }

    private static StockClient start(
            List<String> before, Namespace where, String profile, String... options) {
        try {
            Path directory = Files.createTempDirectory("e2e-openvpn");
            Path file = directory.resolve("profile.ovpn");
            Files.writeString(file, profile);
            Path log = directory.resolve("openvpn.log");
            Files.createFile(log);
            List<String> command = new ArrayList<>(before);
            command.addAll(List.of("openvpn", "--config", file.toString()));
            command.addAll(List.of(options));
            return new StockClient(log, where.start(log, command.toArray(String[]::new)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until the tunnel is up.
    public StockClient awaitUp() {
        return awaitUp(1);
    }

    /// Waits until the tunnel has come up this many times.
    public StockClient awaitUp(int times) {
        awaitLog(Pattern.quote(UP), times, Duration.ofSeconds(60));
        return this;
    }

    /// Waits until a line of the log matches.
    public void awaitLog(String regex, int times, Duration limit) {
        try {
            Eventually.until(
                    "openvpn log shows " + regex, limit, () -> occurrences(regex) >= times);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + log(), e);
        }
    }

    /// How often the log matches.
    public int occurrences(String regex) {
        return (int) Pattern.compile(regex).matcher(log()).results().count();
    }

    /// How often the tunnel came up.
    public int timesUp() {
        return occurrences(Pattern.quote(UP));
    }

    public String log() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean alive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        Namespace.end(process);
    }
}
