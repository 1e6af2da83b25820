package io.fieldgate.server.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A stock `openvpn` process that dials in over loopback without a tunnel device of its own.
public final class StockClient implements AutoCloseable {
    private final Process process;
    private final Path log;

    private StockClient(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// Starts it.
    ///
    /// @param profile the `.ovpn` text
    public static StockClient start(Path directory, String name, String profile, String... options)
            throws IOException {
        Path config = directory.resolve(name + ".ovpn");
        Path log = directory.resolve(name + ".log");
        Files.writeString(config, profile);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "openvpn",
                                "--config",
                                config.toString(),
                                "--dev",
                                "null",
                                "--ifconfig-noexec",
                                "--route-noexec",
                                "--verb",
                                "3"));
        command.addAll(List.of(options));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        process.getOutputStream().close();
        return new StockClient(process, log);
    }

    public String log() throws IOException {
        return Files.readString(log);
    }

    /// Waits until its log contains a text so many times.
    public void awaitLog(String text, int times, Duration limit) throws Exception {
        try {
            Eventually.that(text, limit, () -> count(text) >= times);
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "\n" + log(), late);
        }
    }

    public void awaitConnected(int times) throws Exception {
        awaitLog("Initialization Sequence Completed", times, Duration.ofSeconds(20));
    }

    public int count(String text) throws IOException {
        return log().split(Pattern.quote(text), -1).length - 1;
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /// Ends the process without a chance to say good-bye.
    public void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(3, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
