package io.fieldgate.server.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Memory of a process, by `/proc/PID/smaps_rollup`.
///
/// @param residentBytes all that is in memory
/// @param anonymousBytes of these, what belongs to no file
record ProcessMemory(long residentBytes, long anonymousBytes) {
    static ProcessMemory of(long pid) throws IOException {
        List<String> lines =
                Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup"));
        return new ProcessMemory(bytes(lines, "Rss:"), bytes(lines, "Anonymous:"));
    }

    private static long bytes(List<String> lines, String name) throws IOException {
        for (String line : lines) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("smaps_rollup without " + name);
    }
}
