package io.fieldgate.portal.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for something to become true, and not for ever.
public final class Deadline {
    private static final long POLL_NANOS = 20_000_000;

    private final long endNanos;

    private Deadline(long endNanos) {
        this.endNanos = endNanos;
    }

    /// A deadline this long from now.
    public static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    /// Polls a condition until it holds.
    ///
    /// @throws AssertionError if it does not in time
    public void until(String what, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - endNanos >= 0) {
                throw new AssertionError("not in time: " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
