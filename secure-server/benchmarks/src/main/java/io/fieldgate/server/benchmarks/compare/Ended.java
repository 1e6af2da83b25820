package io.fieldgate.server.benchmarks.compare;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Waits for the end of processes that have been told to end.
final class Ended {
    private Ended() {}

    /// Waits so long; kills what then still runs.
    static void within(Process process, Duration limit) {
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
