package io.fieldgate.launcher;

import io.fieldgate.launcher.process.Child;
import io.fieldgate.launcher.process.ChildStatus;
import io.fieldgate.launcher.system.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Waits until a child that was just started answers.
///
/// @param say is told about every ten seconds that it still takes
/// @param stopping true when the launcher has been asked to stop meanwhile
record Readiness(Consumer<String> say, BooleanSupplier stopping) {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 150;
    private static final int LAST_WORDS = 12;

    /// Whether the child answers by now.
    interface Probe {
        /// @return why it is not ready; empty when it is
        Optional<String> waitingFor() throws InterruptedException;
    }

    /// @throws Refusal when the child dies, or does not answer within the limit
    void await(String what, Child child, Probe probe) throws InterruptedException {
        long start = System.nanoTime();
        long spoken = start;
        while (true) {
            Optional<String> waitingFor = probe.waitingFor();
            if (waitingFor.isEmpty()) {
                return;
            }
            long now = System.nanoTime();
            ChildStatus status = child.status();
            if (stopping.getAsBoolean()) {
                throw new Refusal("Stopped before it was ready.");
            }
            if (status.restarts() > 0
                    || status.state() == ChildStatus.State.WAITING
                    || status.state() == ChildStatus.State.FAILING) {
                throw failed(what + " did not start: " + status.message(), child);
            }
            if (now - start > LIMIT.toNanos()) {
                throw failed(
                        "%s was not ready after %d minutes (%s)"
                                .formatted(what, LIMIT.toMinutes(), waitingFor.get()),
                        child);
            }
            if (now - spoken > BETWEEN_WORDS.toNanos()) {
                spoken = now;
                say.accept(
                        "  still starting %s (%d s)"
                                .formatted(what, Duration.ofNanos(now - start).toSeconds()));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static Refusal failed(String what, Child child) {
        return new Refusal(
                what + "\nIts last words:\n  " + String.join("\n  ", child.lastWords(LAST_WORDS)));
    }
}
