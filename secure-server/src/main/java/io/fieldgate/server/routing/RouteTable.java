package io.fieldgate.server.routing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Longest-prefix match for IPv4 and IPv6. Immutable; a change makes a new table.
///
/// The prefixes are flattened into ranges without overlap, sorted by their first address, so that a
/// lookup is one binary search and allocates nothing.
///
/// @param <T> what a prefix leads to
public final class RouteTable<T> {
    private final Ranges ipv4;
    private final Ranges ipv6;

    /// A table of these routes. Of two routes with the same prefix the later counts.
    public RouteTable(Collection<Route<T>> routes) {
        ipv4 = flatten(routes, false);
        ipv6 = flatten(routes, true);
    }

    /// The target of the longest prefix that contains an IPv4 address; null if there is none.
    public @Nullable T find(int address) {
        return target(ipv4, 0, Integer.toUnsignedLong(address));
    }

    /// The target of the longest prefix that contains an IPv6 address; null if there is none.
    public @Nullable T find(long high, long low) {
        return target(ipv6, high, low);
    }

    /// One entry of a table.
    public record Route<T>(Prefix prefix, T target) {}

    @SuppressWarnings("unchecked") // only values of type T go in
    private @Nullable T target(Ranges ranges, long high, long low) {
        int index = ranges.lastStartingAtOrBefore(high, low);
        return index < 0 ? null : (T) ranges.targets[index];
    }

    private static <T> Ranges flatten(Collection<Route<T>> routes, boolean ipv6) {
        List<Route<T>> sorted = new ArrayList<>();
        for (Route<T> route : routes) {
            if (route.prefix().ipv6() == ipv6) {
                sorted.add(route);
            }
        }
        // An enclosing prefix starts at the same address or before, and is shorter.
        sorted.sort(Comparator.comparing(Route::prefix));
        Ranges ranges = new Ranges(2 * sorted.size());
        Deque<Route<T>> open = new ArrayDeque<>();
        for (Route<T> route : sorted) {
            while (!open.isEmpty() && !open.peek().prefix().contains(route.prefix())) {
                close(ranges, open);
            }
            ranges.begin(route.prefix().high(), route.prefix().low(), route.target());
            open.push(route);
        }
        while (!open.isEmpty()) {
            close(ranges, open);
        }
        return ranges;
    }

    /// Behind the innermost open prefix the one around it, or nothing, goes on.
    private static <T> void close(Ranges ranges, Deque<Route<T>> open) {
        Prefix ended = open.pop().prefix();
        Route<T> around = open.peek();
        long low = ended.lastLow() + 1;
        long high = ended.lastHigh() + (ended.ipv6() && low == 0 ? 1 : 0);
        boolean endOfSpace = ended.ipv6() ? high == 0 && low == 0 : low == 1L << 32;
        if (!endOfSpace) {
            ranges.begin(high, low, around == null ? null : around.target());
        }
    }

    /// Ranges by their first address; each ends where the next begins.
    private static final class Ranges {
        private final long[] highs;
        private final long[] lows;
        private final @Nullable Object[] targets;
        private int size;

        Ranges(int capacity) {
            highs = new long[capacity];
            lows = new long[capacity];
            targets = new @Nullable Object[capacity];
        }

        void begin(long high, long low, @Nullable Object target) {
            boolean replacesLast = size > 0 && highs[size - 1] == high && lows[size - 1] == low;
            int index = replacesLast ? size - 1 : size++;
            highs[index] = high;
            lows[index] = low;
            targets[index] = target;
        }

        int lastStartingAtOrBefore(long high, long low) {
            int from = 0;
            int to = size - 1;
            while (from <= to) {
                int middle = (from + to) >>> 1;
                int order = Long.compareUnsigned(highs[middle], high);
                if (order == 0) {
                    order = Long.compareUnsigned(lows[middle], low);
                }
                if (order <= 0) {
                    from = middle + 1;
                } else {
                    to = middle - 1;
                }
            }
            return to;
        }
    }
}
