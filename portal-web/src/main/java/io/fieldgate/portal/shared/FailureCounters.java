package io.fieldgate.portal.shared;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts failures by key, and says how long whoever guesses has to wait: nothing for the first
/// few, then a time that doubles with each.
///
/// Safe for use by many threads; memory is bounded: the counter that was not used for the longest
/// time goes.
public final class FailureCounters {
    /// Counters that are kept.
    static final int MAX_COUNTERS = 20_000;

    /// The wait after the first failure that is not free.
    public static final Duration FIRST_WAIT = Duration.ofSeconds(2);

    public static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /// Failures are forgotten after this time without one.
    public static final Duration MEMORY = Duration.ofMinutes(30);

    private final Clock clock;
    private final Map<String, Counter> counters =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Counter> eldest) {
                    return size() > MAX_COUNTERS;
                }
            };

    private record Counter(int failures, Instant last) {}

    public FailureCounters(Clock clock) {
        this.clock = clock;
    }

    /// How long to wait until the next attempt counts; zero if it may be made now.
    ///
    /// @param free failures that cost nothing
    public synchronized Duration wait(String key, int free) {
        Counter counter = counters.get(key);
        Instant now = clock.instant();
        if (counter == null || counter.failures() < free || forgotten(counter, now)) {
            return Duration.ZERO;
        }
        int doublings = Math.min(counter.failures() - free, 16);
        Duration pause = FIRST_WAIT.multipliedBy(1L << doublings);
        Duration wait = pause.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : pause;
        Duration left = Duration.between(now, counter.last().plus(wait));
        return left.isNegative() ? Duration.ZERO : left;
    }

    public synchronized void failed(String key) {
        Instant now = clock.instant();
        Counter before = counters.get(key);
        int failures = before == null || forgotten(before, now) ? 0 : before.failures();
        counters.put(key, new Counter(failures + 1, now));
    }

    public synchronized void forget(String key) {
        counters.remove(key);
    }

    private static boolean forgotten(Counter counter, Instant now) {
        return counter.last().plus(MEMORY).isBefore(now);
    }
}
