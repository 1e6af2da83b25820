package io.fieldgate.server.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Time that the kernel spent in soft interrupts on one processor, by `/proc/stat`.
final class SoftInterrupts {
    private static final int FIELD = 7;
    private static final double SECONDS_PER_TICK = 0.01;

    private SoftInterrupts() {}

    /// Seconds since the machine started.
    static double seconds(int processor) throws IOException {
        String name = "cpu" + processor + " ";
        return Files.readAllLines(Path.of("/proc/stat")).stream()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Long.parseLong(line.split(" ", -1)[FIELD]) * SECONDS_PER_TICK)
                .findFirst()
                .orElse(Double.NaN);
    }
}
