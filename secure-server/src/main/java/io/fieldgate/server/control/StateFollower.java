package io.fieldgate.server.control;

import io.fieldgate.contract.control.Probe;
import io.fieldgate.contract.control.StateUpdate;
import io.fieldgate.server.log.EventLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Follows the desired state: asks the portal, puts in force, keeps on disk. While the portal is
/// away the server works on with what it has. Owned by the control thread, but for [#applied].
final class StateFollower {
    private static final int WAIT_SECONDS = 25;
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final PortalClient portal;
    private final InstanceDirectory directory;
    private final Plane plane;
    private final Problems problems;
    private final EventLog log;
    private final Runnable changed;
    private final Backoff backoff;

    /// What the portal said last; the base of the next difference, applied or not.
    private @Nullable DesiredState known;

    private boolean unsaved;
    private volatile long applied;

    /// @param changed called when the applied revision or the problems changed
    StateFollower(
            PortalClient portal,
            InstanceDirectory directory,
            Plane plane,
            Problems problems,
            EventLog log,
            RandomGenerator random,
            Runnable changed) {
        this.portal = portal;
        this.directory = directory;
        this.plane = plane;
        this.problems = problems;
        this.log = log;
        this.changed = changed;
        this.backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, random);
    }

    /// The revision in force; 0 if none is.
    long applied() {
        return applied;
    }

    /// Puts the state from disk in force, if there is one.
    void restore() throws InterruptedException {
        try {
            Optional<DesiredState> kept = directory.state();
            if (kept.isPresent()) {
                log.info("working with the kept state, revision " + kept.get().revision());
                known = kept.get();
                apply(kept.get(), List.of(), List.of());
                unsaved = false;
            }
        } catch (IOException damaged) {
            log.warn(damaged.getMessage() + "; waiting for the portal's state");
        }
    }

    /// Follows until interrupted.
    void follow() throws InterruptedException {
        boolean away = false;
        while (true) {
            try {
                Optional<StateUpdate> update = portal.state(since(), WAIT_SECONDS);
                if (away) {
                    away = false;
                    log.info("the portal is back");
                }
                backoff.succeeded();
                if (update.isPresent()) {
                    take(update.get());
                } else {
                    tryAgain();
                }
            } catch (IOException failed) {
                if (!away) {
                    away = true;
                    log.warn(failed.getMessage() + "; working on with revision " + applied);
                }
                Thread.sleep(backoff.failed());
            }
        }
    }

    /// What failed before may work now.
    private void tryAgain() throws InterruptedException {
        DesiredState current = known;
        if (current != null && current.revision() != applied) {
            apply(current, List.of(), List.of());
        }
        saveIfNeeded();
    }

    private long since() {
        DesiredState current = known;
        return current == null ? 0 : current.revision();
    }

    private void take(StateUpdate update) throws InterruptedException, PortalException {
        DesiredState current = known;
        Optional<DesiredState> next =
                current == null
                        ? Optional.of(update)
                                .filter(whole -> whole.fromRevision() == 0)
                                .map(DesiredState::whole)
                        : current.after(update);
        if (next.isEmpty()) {
            known = null; // ask for the whole state
            throw new PortalException(
                    200, "the portal sent a difference to another revision than asked for");
        }
        boolean news = current == null || !current.equals(next.get());
        known = next.get();
        List<Probe> probes = update.probes();
        apply(next.get(), update.endSessions(), probes == null ? List.of() : probes);
        if (!news) {
            throw new PortalException(200, "the portal repeats revision " + update.revision());
        }
    }

    private void apply(DesiredState state, List<String> endSessions, List<Probe> probes)
            throws InterruptedException {
        try {
            List<String> unusable = plane.apply(state, endSessions, probes);
            applied = state.revision();
            unsaved = true;
            if (unusable.isEmpty()) {
                problems.end("state");
            } else {
                problems.begin("state", summary(unusable));
            }
            log.info("applied revision " + state.revision());
            saveIfNeeded();
        } catch (RuntimeException | TimeoutException failed) {
            problems.begin(
                    "state",
                    "revision %d cannot be applied: %s".formatted(state.revision(), failed));
        }
        changed.run();
    }

    private static String summary(List<String> unusable) {
        String first = unusable.getFirst();
        return unusable.size() == 1
                ? first
                : "%s (and %d more)".formatted(first, unusable.size() - 1);
    }

    /// A full disk must not stop the server: it works on from memory and tries again.
    private void saveIfNeeded() {
        DesiredState current = known;
        if (!unsaved || current == null || current.revision() != applied) {
            return;
        }
        try {
            directory.keep(current);
            unsaved = false;
            problems.end("disk");
        } catch (IOException failed) {
            problems.begin(
                    "disk",
                    """
                    the state cannot be written to %s (%s): free some space; tunnels are not \
                    affected, but a restart now would begin with an older state\
                    """
                            .formatted(directory.stateFile(), failed));
            changed.run();
        }
    }
}
