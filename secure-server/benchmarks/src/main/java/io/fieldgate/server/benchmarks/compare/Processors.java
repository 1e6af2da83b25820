package io.fieldgate.server.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Some processors, and what they did by `/proc/stat` (proc_stat(5)).
///
/// @param numbers of them
record Processors(List<Integer> numbers) {
    private static final int FIRST = 1;
    private static final int IDLE = 4;
    private static final int WAITING = 5;
    private static final int SOFT = 7;
    private static final int LAST = 8;
    private static final double SECONDS_PER_TICK = 0.01;

    Processors {
        numbers = List.copyOf(numbers);
    }

    /// @param list as `taskset -c` takes it, such as `0,2-3`
    static Processors of(String list) {
        return new Processors(
                List.of(list.split(",", -1)).stream()
                        .flatMapToInt(part -> {
                            String[] ends = part.split("-", -1);
                            return IntStream.rangeClosed(
                                    Integer.parseInt(ends[0]),
                                    Integer.parseInt(ends[ends.length - 1]));
                        })
                        .boxed()
                        .toList());
    }

    int first() {
        return numbers.getFirst();
    }

    /// @param soft seconds in soft interrupts since the machine started
    /// @param busy seconds neither idle nor waiting for a disk
    record Spent(double soft, double busy) {
        Spent since(Spent before) {
            return new Spent(soft - before.soft, busy - before.busy);
        }
    }

    /// Of all of them together.
    Spent spent() throws IOException {
        List<String[]> lines =
                Files.readAllLines(Path.of("/proc/stat")).stream()
                        .map(line -> line.split(" ", -1))
                        .filter(line -> numbers.stream().anyMatch(n -> line[0].equals("cpu" + n)))
                        .toList();
        return new Spent(
                seconds(lines, LongStream.of(SOFT)),
                seconds(
                        lines,
                        LongStream.rangeClosed(FIRST, LAST)
                                .filter(field -> field != IDLE && field != WAITING)));
    }

    private static double seconds(List<String[]> lines, LongStream fields) {
        return fields.flatMap(field ->
                        lines.stream().mapToLong(line -> Long.parseLong(line[(int) field])))
                        .sum()
                * SECONDS_PER_TICK;
    }
}
