package io.fieldgate.launcher.standin;

import java.time.Duration;
import java.util.concurrent.Callable;

/// Waits for something that is about to happen.
public final class Eventually {
    private static final long POLL_MILLIS = 20;

    private Eventually() {}

    public static void until(String what, Duration limit, Callable<Boolean> condition)
            throws Exception {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within " + limit + ": " + what);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }
}
