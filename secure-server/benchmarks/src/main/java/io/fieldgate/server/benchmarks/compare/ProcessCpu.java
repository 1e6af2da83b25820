package io.fieldgate.server.benchmarks.compare;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Processor time of all threads of a process at one moment, by `/proc/PID/task/TID/schedstat`.
///
/// @param nanosByThread spent on a processor since the thread began
record ProcessCpu(Map<String, Long> nanosByThread) {
    static ProcessCpu of(long pid) throws IOException {
        Map<String, Long> nanos = new HashMap<>();
        try (DirectoryStream<Path> tasks =
                Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks) {
                try {
                    String text = Files.readString(task.resolve("schedstat"));
                    nanos.put(
                            task.getFileName().toString(),
                            Long.parseLong(text.substring(0, text.indexOf(' '))));
                } catch (NoSuchFileException _) {
                    // The thread ended while we looked.
                }
            }
        }
        return new ProcessCpu(nanos);
    }

    /// Nanoseconds spent since then. What a thread spent that has ended meanwhile is not counted.
    long since(ProcessCpu before) {
        long sum = 0;
        for (Map.Entry<String, Long> thread : nanosByThread.entrySet()) {
            sum += thread.getValue() - before.nanosByThread.getOrDefault(thread.getKey(), 0L);
        }
        return sum;
    }
}
