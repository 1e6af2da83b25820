package io.fieldgate.server.control;

import io.fieldgate.contract.control.ServerEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Events that wait for a report, oldest first. Bounded: when the portal is away for long the
/// oldest go, and the next snapshot tells the portal where things stand. Safe for use by several
/// threads.
public final class EventSpool {
    static final int CAPACITY = 20_000;

    private final Deque<ServerEvent> waiting = new ArrayDeque<>();
    private final Semaphore due = new Semaphore(0);
    private boolean overflowed;

    /// Keeps an event and wakes the reporter.
    public void add(ServerEvent event) {
        synchronized (waiting) {
            if (waiting.size() == CAPACITY) {
                waiting.removeFirst();
                overflowed = true;
            }
            waiting.addLast(event);
        }
        wake();
    }

    /// There is something to report, be it no event.
    void wake() {
        due.release();
    }

    /// Waits until there is something to report, but not longer than this.
    void await(Duration limit) throws InterruptedException {
        if (due.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            due.drainPermits();
        }
    }

    /// Takes the oldest out.
    public List<ServerEvent> drain(int max) {
        List<ServerEvent> events = new ArrayList<>();
        synchronized (waiting) {
            while (events.size() < max && !waiting.isEmpty()) {
                events.add(waiting.removeFirst());
            }
        }
        return events;
    }

    boolean isEmpty() {
        synchronized (waiting) {
            return waiting.isEmpty();
        }
    }

    /// Whether events were lost since the last call.
    boolean takeOverflow() {
        synchronized (waiting) {
            boolean was = overflowed;
            overflowed = false;
            return was;
        }
    }
}
