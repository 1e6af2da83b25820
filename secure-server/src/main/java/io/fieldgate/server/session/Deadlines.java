package io.fieldgate.server.session;

import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// When which session of a lane wants its tick. Owned by the lane's worker.
///
/// Each session has one live entry. A deadline that moves later, the usual case, costs nothing: the
/// entry stays and is put back when it comes up. Only one that moves earlier makes a new entry; the
/// old one is left behind, empty, so that it keeps no ended session in memory, and skipped.
final class Deadlines {
    /// A session that is due again at once must not hold up the others.
    private static final long SHORTEST_WAIT_NANOS = 1_000_000;

    private final Queue<Entry> entries = new PriorityQueue<>((a, b) -> Long.signum(a.at - b.at));

    /// One session's place in the queue.
    static final class Entry {
        private @Nullable VpnSession session;
        private final long at;

        private Entry(VpnSession session, long at) {
            this.session = session;
            this.at = at;
        }
    }

    /// Makes sure that the session is called at its deadline at the latest.
    ///
    /// @return whether it comes before all others
    boolean watch(VpnSession session) {
        watch(session, session.nextDeadline());
        Entry first = entries.peek();
        return first != null && first.session == session;
    }

    /// The session leaves the lane.
    static void forget(VpnSession session) {
        empty(session.deadlineEntry());
        session.deadlineEntry(null);
    }

    private void watch(VpnSession session, long deadline) {
        Entry entry = session.deadlineEntry();
        if (deadline == Long.MAX_VALUE) {
            session.deadlineEntry(null);
            empty(entry);
        } else if (entry == null || deadline - entry.at < 0) {
            Entry earlier = new Entry(session, deadline);
            session.deadlineEntry(earlier);
            entries.add(earlier);
            empty(entry);
        }
    }

    private static void empty(@Nullable Entry entry) {
        if (entry != null) {
            entry.session = null;
        }
    }

    /// Hands out each session whose deadline has come.
    void runDue(long nowNanos, Consumer<VpnSession> tick) {
        for (Entry first = entries.peek();
                first != null && first.at - nowNanos <= 0;
                first = entries.peek()) {
            entries.remove();
            VpnSession session = first.session;
            if (session == null) {
                continue;
            }
            session.deadlineEntry(null);
            if (isDue(session.nextDeadline(), nowNanos)) {
                tick.accept(session);
            }
            long next = session.nextDeadline();
            watch(session, isDue(next, nowNanos) ? nowNanos + SHORTEST_WAIT_NANOS : next);
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
