package io.fieldgate.server.session;

import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;

/// When which session wants its tick. Owned by the worker thread.
///
/// Each session has one live entry. A deadline that moves later, the usual case, costs nothing: the
/// entry stays and is put back when it comes up. Only one that moves earlier makes a new entry; the
/// old one is left behind and skipped.
final class Deadlines {
    /// A session that is due again at once must not hold up the others.
    private static final long SHORTEST_WAIT_NANOS = 1_000_000;

    private final Queue<Entry> entries = new PriorityQueue<>((a, b) -> Long.signum(a.at - b.at));

    /// One session's place in the queue.
    static final class Entry {
        private final VpnSession session;
        private final long at;

        private Entry(VpnSession session, long at) {
            this.session = session;
            this.at = at;
        }
    }

    /// Makes sure that the session is called at its deadline at the latest.
    void watch(VpnSession session) {
        watch(session, session.nextDeadline());
    }

    private void watch(VpnSession session, long deadline) {
        Entry entry = session.deadlineEntry();
        if (deadline == Long.MAX_VALUE) {
            session.deadlineEntry(null);
        } else if (entry == null || deadline - entry.at < 0) {
            Entry earlier = new Entry(session, deadline);
            session.deadlineEntry(earlier);
            entries.add(earlier);
        }
    }

    /// Hands out each session whose deadline has come.
    void runDue(long nowNanos, Consumer<VpnSession> tick) {
        for (Entry first = entries.peek();
                first != null && first.at - nowNanos <= 0;
                first = entries.peek()) {
            entries.remove();
            if (first.session.deadlineEntry() != first) {
                continue;
            }
            first.session.deadlineEntry(null);
            if (isDue(first.session.nextDeadline(), nowNanos)) {
                tick.accept(first.session);
            }
            long next = first.session.nextDeadline();
            watch(first.session, isDue(next, nowNanos) ? nowNanos + SHORTEST_WAIT_NANOS : next);
        }
    }

    /// When the next entry comes up; `otherwise` if there is none.
    long next(long otherwise) {
        Entry first = entries.peek();
        return first == null ? otherwise : first.at;
    }

    private static boolean isDue(long deadline, long nowNanos) {
        return deadline != Long.MAX_VALUE && deadline - nowNanos <= 0;
    }
}
