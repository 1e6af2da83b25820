package io.fieldgate.openvpn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The openvpn program as a client without a network interface.
final class StockClient implements AutoCloseable {
    /// The distribution's, unless `-Dfieldgate.openvpn=PROGRAM` names another one to try.
    static final Path PROGRAM =
            Path.of(System.getProperty("fieldgate.openvpn", "/usr/sbin/openvpn"));

    final List<String> log = new CopyOnWriteArrayList<>();
    private final LoopbackServer server;
    private final Process process;

    /// @param server whose events are shown when a wait fails
    StockClient(LoopbackServer server, Path profile, String... options) throws IOException {
        this.server = server;
        List<String> command = new ArrayList<>();
        command.addAll(List.of(PROGRAM.toString(), "--config", profile.toString()));
        command.addAll(List.of("--dev", "null", "--ifconfig-noexec", "--route-noexec"));
        command.addAll(List.of(options));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread.ofVirtual().start(this::read);
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    boolean logged(String text) {
        return log.stream().anyMatch(line -> line.contains(text));
    }

    long count(String text) {
        return log.stream().filter(line -> line.contains(text)).count();
    }

    void awaitLog(String text, Duration limit) {
        await("\"" + text + "\" in the client's log", limit, () -> logged(text));
    }

    void await(String what, Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(
                        "no %s:%n%s%n%s%n%s"
                                .formatted(
                                        what, String.join("\n", log), server.events, server.drops));
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /// As Ctrl-C does.
    void interrupt() {
        process.destroy();
    }

    /// Gives it no time to say goodbye.
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(UTF_8)) {
            reader.lines().forEach(log::add);
        } catch (IOException | UncheckedIOException e) {
            log.add("log ended: " + e);
        }
    }
}
