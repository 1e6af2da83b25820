package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.server.support.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a server was like after a part of a soak run.
///
/// @param answer of the generator
/// @param heapBytes in use after a full collection
/// @param residentBytes of the process
/// @param descriptors open files and sockets
/// @param cpuPercent of one processor
/// @param dropped packets since the server's start, for any counted reason
record SoakSample(
        Driver.Answer answer,
        long heapBytes,
        long residentBytes,
        long descriptors,
        double cpuPercent,
        long dropped) {
    private static final Pattern GENERATION =
            Pattern.compile("(?i)(?:def ?new|tenured)[^\\n]*used (\\d+)K");

    static SoakSample of(
            Driver.Answer answer, Running server, double cpuPercent, Installation installation)
            throws IOException, InterruptedException {
        server.collectGarbage();
        return new SoakSample(
                answer,
                heap(server),
                server.memory().residentBytes(),
                descriptors(server),
                cpuPercent,
                installation.dropped().values().stream().mapToLong(Long::longValue).sum());
    }

    private static long heap(Running server) throws IOException, InterruptedException {
        String text =
                Command.run(
                        server.log().toAbsolutePath().resolveSibling(""),
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                Long.toString(server.process().pid()),
                                "GC.heap_info"));
        Matcher generation = GENERATION.matcher(text);
        long kibibytes = 0;
        while (generation.find()) {
            kibibytes += Long.parseLong(generation.group(1));
        }
        if (kibibytes == 0) {
            throw new IOException("no generation of the heap in: " + text);
        }
        return kibibytes * 1024;
    }

    private static long descriptors(Running server) throws IOException {
        try (Stream<Path> open =
                Files.list(Path.of("/proc", Long.toString(server.process().pid()), "fd"))) {
            return open.count();
        }
    }

    long lost() {
        return answer.get("sent") - answer.get("received");
    }

    static final String HEADER =
            "| sample | sent | lost | redialled | failed | late | ended | heap MB | RSS MB | files"
                    + " | CPU % | dropped |";

    String row(int number) {
        return String.format(
                Locale.ROOT,
                "| %d | %d | %d | %d | %d | %d | %d | %.2f | %.1f | %d | %.0f | %d |",
                number,
                answer.get("sent"),
                lost(),
                answer.get("redialled"),
                answer.get("failed"),
                answer.get("late"),
                answer.get("ended"),
                heapBytes / 1e6,
                residentBytes / 1e6,
                descriptors,
                cpuPercent,
                dropped);
    }
}
