package io.fieldgate.server.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much memory this process uses.
final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    private ProcessMemory() {}

    /// Resident memory as the kernel counts it; where it does not say, the Java heap in use.
    static long residentBytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(RESIDENT)) {
                    String[] words = line.substring(RESIDENT.length()).trim().split("\\s+", -1);
                    return Long.parseLong(words[0]) * 1024;
                }
            }
        } catch (IOException | NumberFormatException otherSystem) {
            return heapBytes();
        }
        return heapBytes();
    }

    private static long heapBytes() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
