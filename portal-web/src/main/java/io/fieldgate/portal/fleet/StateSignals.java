package io.fieldgate.portal.fleet;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Wakes the long polls that wait for a secure server's next revision.
///
/// Subscribe first, then read the revision, then wait: a change between reading and waiting is not
/// lost. Safe for use by many threads.
public final class StateSignals {
    /// Polls of one secure server that may wait at the same time. It keeps one; more are left over
    /// from connections that broke, and the oldest is sent home for a new one.
    static final int MAX_WAITING_PER_SERVER = 4;

    private final Map<UUID, Deque<Subscription>> waiting = new HashMap<>();
    private boolean closed;

    /// A place in the row of those who wait for a secure server; close it when done.
    public Subscription subscribe(UUID serverId) {
        Subscription subscription = new Subscription(serverId);
        synchronized (waiting) {
            if (closed) {
                subscription.dismiss();
                return subscription;
            }
            Deque<Subscription> row = waiting.computeIfAbsent(serverId, _ -> new ArrayDeque<>());
            while (row.size() >= MAX_WAITING_PER_SERVER) {
                row.removeFirst().dismiss();
            }
            row.addLast(subscription);
        }
        return subscription;
    }

    /// Wakes everybody who waits for this secure server.
    void wake(UUID serverId) {
        synchronized (waiting) {
            Deque<Subscription> row = waiting.get(serverId);
            if (row != null) {
                row.forEach(Subscription::wake);
            }
        }
    }

    /// Wakes everybody: after a time in which changes may have been missed.
    void wakeAll() {
        synchronized (waiting) {
            waiting.values().forEach(row -> row.forEach(Subscription::wake));
        }
    }

    /// Lets people wait again.
    void open() {
        synchronized (waiting) {
            closed = false;
        }
    }

    /// Sends everybody home, and all who come later: the portal is about to stop.
    void close() {
        synchronized (waiting) {
            closed = true;
            waiting.values().forEach(row -> row.forEach(Subscription::dismiss));
        }
    }

    /// The secure servers for which somebody waits.
    Set<UUID> awaited() {
        synchronized (waiting) {
            return Set.copyOf(waiting.keySet());
        }
    }

    /// One waiting long poll, used by one thread.
    public final class Subscription implements AutoCloseable {
        private final UUID serverId;
        private CountDownLatch next = new CountDownLatch(1);
        private boolean dismissed;

        private Subscription(UUID serverId) {
            this.serverId = serverId;
        }

        /// Waits for the next wake-up, at most this long.
        ///
        /// @return false if time is up, or if newer polls have taken this one's place
        public boolean await(Duration limit) throws InterruptedException {
            CountDownLatch latch;
            synchronized (waiting) {
                if (dismissed) {
                    return false;
                }
                latch = next;
            }
            boolean woken = latch.await(limit.toNanos(), TimeUnit.NANOSECONDS);
            synchronized (waiting) {
                if (latch.getCount() == 0) {
                    next = new CountDownLatch(1);
                }
                return woken && !dismissed;
            }
        }

        @Override
        public void close() {
            synchronized (waiting) {
                Deque<Subscription> row = waiting.get(serverId);
                if (row != null && row.remove(this) && row.isEmpty()) {
                    waiting.remove(serverId);
                }
            }
        }

        private void wake() {
            next.countDown();
        }

        private void dismiss() {
            dismissed = true;
            next.countDown();
        }
    }
}
