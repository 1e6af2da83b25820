package io.fieldgate.server.session;

import java.util.concurrent.locks.StampedLock;

/// Lets the first worker have everything for itself. Other workers work on packets of their own
/// sessions side by side with it, a batch at a time; while the first one changes who is there and
/// what holds, they wait at the end of their batch.
///
/// With one worker there is no lock at all.
final class Exclusion {
    private static final long NOTHING = 0;

    private final boolean shared;
    private final StampedLock lock = new StampedLock();
    private long stamp = NOTHING;
    private boolean exclusive;

    /// @param workers how many there are
    Exclusion(int workers) {
        this.shared = workers > 1;
    }

    /// By the first worker: all others wait from here on. Does nothing if they do already.
    void begin() {
        if (!exclusive) {
            stamp = shared ? lock.writeLock() : NOTHING;
            exclusive = true;
        }
    }

    /// By the first worker: the others go on.
    void end() {
        if (exclusive) {
            exclusive = false;
            if (shared) {
                lock.unlockWrite(stamp);
            }
        }
    }

    /// Whether only the first worker runs. Asked by workers that run.
    boolean isExclusive() {
        return exclusive;
    }

    /// By another worker: the first one must not change anything now.
    ///
    /// @return for [#leave]
    long enter() {
        return lock.readLock();
    }

    /// By another worker, at the end of a batch.
    void leave(long entered) {
        lock.unlockRead(entered);
    }
}
