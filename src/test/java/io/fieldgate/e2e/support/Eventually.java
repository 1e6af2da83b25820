package io.fieldgate.e2e.support;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Waits for a condition with a deadline, by polling.
public final class Eventually {
    private static final Duration POLL = Duration.ofMillis(50);

    private Eventually() {}

    /// Waits until the condition holds.
    ///
    /// @param what named in the error when it does not
    /// @return how long it took
    public static Duration until(String what, Duration limit, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new AssertionError("not within " + limit + ": " + what);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /// Waits until a value satisfies the condition, and gives that value.
    public static <T> T value(
            String what, Duration limit, Supplier<T> source, Predicate<T> condition) {
        long start = System.nanoTime();
        while (true) {
            T value = source.get();
            if (condition.test(value)) {
                return value;
            }
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new AssertionError("not within " + limit + ": " + what + ", last: " + value);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /// Checks that the condition keeps holding for this long.
    public static void throughout(String what, Duration span, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < span.toNanos()) {
            if (!condition.getAsBoolean()) {
                throw new AssertionError("did not stay: " + what);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
