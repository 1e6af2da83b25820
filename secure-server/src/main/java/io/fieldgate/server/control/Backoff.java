package io.fieldgate.server.control;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before trying again: doubles with each failure, with some chance in it, so that
/// many servers do not come back at the same moment.
final class Backoff {
    private final Duration first;
    private final Duration most;
    private final RandomGenerator random;
    private Duration next;

    Backoff(Duration first, Duration most, RandomGenerator random) {
        this.first = first;
        this.most = most;
        this.random = random;
        this.next = first;
    }

    void succeeded() {
        next = first;
    }

    /// The time to wait now: between half and the whole of the present step.
    Duration failed() {
        long nanos = next.toNanos();
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(most) > 0 ? most : doubled;
        return Duration.ofNanos(nanos / 2 + random.nextLong(nanos / 2 + 1));
    }
}
