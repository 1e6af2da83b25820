package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.server.support.Command;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A server process.
///
/// @param startedMillis when, in milliseconds since 1970
/// @param isJava whether it has a heap to be collected
record Running(Side side, Process process, Path log, long startedMillis, boolean isJava)
        implements Closeable {
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    ProcessCpu cpu() throws IOException {
        requireAlive();
        return ProcessCpu.of(process.pid());
    }

    /// Processor time since it began, to the hundredth of a second, of ended threads too.
    double cpuSeconds() throws IOException {
        requireAlive();
        return process.info()
                        .totalCpuDuration()
                        .orElseThrow(
                                () -> new IOException("this system does not tell processor time"))
                        .toNanos()
                / 1e9;
    }

    ProcessMemory memory() throws IOException {
        requireAlive();
        return ProcessMemory.of(process.pid());
    }

    /// Asks for a full collection; nothing for a process without a heap.
    void collectGarbage() throws IOException, InterruptedException {
        if (isJava) {
            Command.run(
                    log.toAbsolutePath().resolveSibling(""),
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                            Long.toString(process.pid()),
                            "GC.run"));
        }
    }

    /// @throws IOException with its log, if it has ended
    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("the server has ended; its log:\n" + Files.readString(log));
        }
    }

    /// Ends it without a word to its clients.
    @Override
    public void close() {
        process.destroyForcibly();
        Ended.within(process, END_LIMIT);
    }
}
