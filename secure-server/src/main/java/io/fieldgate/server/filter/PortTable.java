package io.fieldgate.server.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Which of many port ranges decides for a port: the one with the lowest rank. Immutable; a lookup
/// is one binary search.
final class PortTable {
    /// No range decides.
    static final int NONE = Integer.MAX_VALUE;

    static final int LAST_PORT = 65_535;

    private final int[] starts;
    private final int[] ranks;

    /// A table of these ranges.
    PortTable(List<Range> ranges) {
        int[] firsts = new int[2 * ranges.size() + 1];
        int count = 1; // the first begins at port 0
        for (Range range : ranges) {
            firsts[count++] = range.first();
            firsts[count++] = range.last() + 1;
        }
        int[] bounds =
                Arrays.stream(firsts, 0, count)
                        .filter(bound -> bound <= LAST_PORT)
                        .sorted()
                        .distinct()
                        .toArray();
        List<Range> byFirst = new ArrayList<>(ranges);
        byFirst.sort(Comparator.comparingInt(Range::first));
        PriorityQueue<Range> open = new PriorityQueue<>(Comparator.comparingInt(Range::rank));
        int[] winners = new int[bounds.length];
        int next = 0;
        for (int i = 0; i < bounds.length; i++) {
            while (next < byFirst.size() && byFirst.get(next).first() <= bounds[i]) {
                open.add(byFirst.get(next++));
            }
            while (!open.isEmpty() && open.peek().last() < bounds[i]) {
                open.remove();
            }
            Range best = open.peek();
            winners[i] = best == null ? NONE : best.rank();
        }
        starts = bounds;
        ranks = winners;
    }

    /// @param rank the lower, the stronger
    record Range(int first, int last, int rank) {}

    /// The rank of the range that decides, or [#NONE].
    int rank(int port) {
        int from = 0;
        int to = starts.length - 1;
        while (from < to) {
            int middle = (from + to + 1) >>> 1;
            if (starts[middle] <= port) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return ranks[from];
    }
}
