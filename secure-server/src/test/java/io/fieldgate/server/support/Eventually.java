package io.fieldgate.server.support;

import java.time.Duration;
import java.util.concurrent.Callable;

/// Waits for something to become true, but not for ever.
public final class Eventually {
    private static final Duration POLL = Duration.ofMillis(20);

    private Eventually() {}

    /// Waits until the condition holds.
    ///
    /// @throws AssertionError if it does not within the limit
    public static void that(String what, Duration limit, Callable<Boolean> condition)
            throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + limit + ": " + what);
            }
            Thread.sleep(POLL);
        }
    }
}
