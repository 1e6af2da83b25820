package io.fieldgate.server.policy;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/// Counts dropped packets by reason since the server's start. Counted by all workers, read by any.
public final class DropCounters {
    private final Map<DropReason, AtomicLong> counts = zeros(DropReason.class);
    private final Map<io.fieldgate.openvpn.DropReason, AtomicLong> protocolCounts =
            zeros(io.fieldgate.openvpn.DropReason.class);

    public void count(DropReason reason) {
        counterOf(counts, reason).incrementAndGet();
    }

    /// A packet that the protocol dropped.
    public void count(io.fieldgate.openvpn.DropReason reason) {
        counterOf(protocolCounts, reason).incrementAndGet();
    }

    /// How often it was this reason.
    public long of(DropReason reason) {
        return counterOf(counts, reason).get();
    }

    /// The counters that are not zero, by name.
    public Map<String, Long> byName() {
        Map<String, Long> byName = new TreeMap<>();
        counts.forEach((reason, count) -> byName.put(reason.name(), count.get()));
        protocolCounts.forEach(
                (reason, count) -> byName.put("OPENVPN_" + reason.name(), count.get()));
        byName.values().removeIf(count -> count == 0);
        return byName;
    }

    private static <E extends Enum<E>> Map<E, AtomicLong> zeros(Class<E> type) {
        Map<E, AtomicLong> zeros = new EnumMap<>(type);
        for (E reason : type.getEnumConstants()) {
            zeros.put(reason, new AtomicLong());
        }
        return zeros;
    }

    private static <E extends Enum<E>> AtomicLong counterOf(Map<E, AtomicLong> counters, E reason) {
        AtomicLong counter = counters.get(reason);
        if (counter == null) {
            throw new IllegalStateException("every reason has a counter: " + reason);
        }
        return counter;
    }
}
