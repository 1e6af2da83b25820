package io.fieldgate.openvpn.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// A running client program and what it logs.
final class ClientProcess implements AutoCloseable {
    final List<String> log = new CopyOnWriteArrayList<>();
    private final Process process;

    /// @param typed what its user types, whenever it asks
    ClientProcess(List<String> command, String typed) throws IOException {
        process =
                new ProcessBuilder(typed.isEmpty() ? command : onTerminal(command))
                        .redirectErrorStream(true)
                        .start();
        type(typed);
        Thread.ofVirtual().start(this::read);
    }

    /// The stock client asks only on a terminal; `script` of util-linux makes one.
    private static List<String> onTerminal(List<String> command) {
        String line =
                command.stream()
                        .map(word -> "'" + word.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
        return List.of("script", "--quiet", "--return", "--flush", "--command", line, "/dev/null");
    }

    /// A client that does not take its profile is gone before it reads anything.
    private void type(String typed) {
        // Stays open: the end of it would be the end of the terminal.
        try {
            Writer keyboard = process.outputWriter(UTF_8);
            keyboard.write(typed + "\n");
            keyboard.flush();
        } catch (IOException gone) {
            log.add("nothing typed: " + gone.getMessage());
        }
    }

    boolean logged(String text) {
        return log.stream().anyMatch(line -> line.contains(text));
    }

    /// Whether a word stands in what it logs of the server's options.
    boolean loggedOfPush(String word) {
        return log.stream()
                .filter(line -> line.contains("PUSH_REPLY") || line.matches("\\d+ \\[.*"))
                .anyMatch(line -> line.contains(word));
    }

    long count(String text) {
        return log.stream().filter(line -> line.contains(text)).count();
    }

    /// Waits for something to become true.
    ///
    /// @throws NotSeen when it takes too long
    void await(Supplier<String> otherwise, Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new NotSeen(otherwise.get(), List.copyOf(log));
            }
            pause();
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /// As Ctrl-C does.
    void interrupt() {
        ends().forEach(ProcessHandle::destroy);
    }

    @Override
    public void close() {
        ends().forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The client; below a terminal it is a child of what was started.
    private List<ProcessHandle> ends() {
        List<ProcessHandle> children = process.descendants().toList();
        return children.isEmpty() ? List.of(process.toHandle()) : children;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotSeen("interrupted", List.of());
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(UTF_8)) {
            reader.lines().forEach(log::add);
        } catch (IOException | UncheckedIOException e) {
            log.add("log ended: " + e);
        }
    }

    /// Something that should have happened did not.
    static final class NotSeen extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient List<String> log;

        NotSeen(String what, List<String> log) {
            super(what);
            this.log = log;
        }

        /// The client's words until then.
        List<String> log() {
            return log;
        }
    }
}
