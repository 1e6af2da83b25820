package io.fieldgate.portal.access;

import io.fieldgate.contract.control.Policy.PortRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// A set of ports, 0 to 65535, as ranges in order that neither overlap nor touch.
record PortSet(List<PortRange> ranges) {
    private static final int LAST = 65_535;
    static final PortSet NONE = new PortSet(List.of());
    static final PortSet ALL = new PortSet(List.of(new PortRange(0, LAST)));

    PortSet {
        ranges = List.copyOf(ranges);
    }

    /// The ports of these ranges, which may overlap.
    static PortSet of(List<PortRange> ranges) {
        List<PortRange> joined = new ArrayList<>();
        for (PortRange range :
                ranges.stream().sorted(Comparator.comparingInt(PortRange::first)).toList()) {
            if (!joined.isEmpty() && range.first() <= joined.getLast().last() + 1) {
                PortRange before = joined.removeLast();
                joined.add(new PortRange(before.first(), Math.max(before.last(), range.last())));
            } else {
                joined.add(range);
            }
        }
        return new PortSet(joined);
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    boolean contains(int port) {
        return ranges.stream().anyMatch(range -> range.first() <= port && port <= range.last());
    }

    PortSet plus(PortSet other) {
        List<PortRange> both = new ArrayList<>(ranges);
        both.addAll(other.ranges);
        return of(both);
    }

    PortSet minus(PortSet other) {
        List<PortRange> left = new ArrayList<>();
        for (PortRange range : ranges) {
            int from = range.first();
            for (PortRange hole : other.ranges) {
                if (hole.last() >= from && hole.first() <= range.last()) {
                    if (hole.first() > from) {
                        left.add(new PortRange(from, hole.first() - 1));
                    }
                    from = hole.last() + 1;
                }
            }
            if (from <= range.last()) {
                left.add(new PortRange(from, range.last()));
            }
        }
        return new PortSet(left);
    }

    /// Such as `80, 5900-5910`.
    @Override
    public String toString() {
        return ranges.stream()
                .map(range ->
                        range.first() == range.last()
                                ? Integer.toString(range.first())
                                : range.first() + "-" + range.last())
                .collect(Collectors.joining(", "));
    }
}
