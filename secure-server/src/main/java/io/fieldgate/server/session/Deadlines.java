package io.fieldgate.server.session;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// When which session of a lane wants its tick: a wheel of slots, each a list of those that come up
/// in the same 17 ms; one turn is 17 s. Owned by the lane's worker.
///
/// A deadline that moves later, the usual case, costs nothing: the session stays where it is and is
/// put back when it comes up. So is one that lies more than a turn ahead. One that moves earlier
/// changes its slot. All in constant time, and without an object for a deadline.
///
/// Ticks come at their time, not at the slot's: of the slot that the time is in, the earliest is
/// known.
///
/// @param <T> what is called
final class Deadlines<T extends Timed> {
    private static final int SHIFT = 24;
    private static final int SLOTS = 1 << 10;

    /// Where those wait that are being worked on.
    private static final int AT_WORK = SLOTS;

    private static final long NEVER = Long.MAX_VALUE;

    /// A session that is due again at once must not hold up the others.
    private static final long SHORTEST_WAIT_NANOS = 1_000_000;

    private final @Nullable Timed[] first = new Timed[SLOTS + 1];

    /// One bit for each slot that is not empty.
    private final long[] filled = new long[SLOTS / Long.SIZE];

    /// Before that nothing comes up.
    private long due = NEVER;

    /// The turn's first slot, counted from the beginning of time: all before it are done.
    private long cursor;

    private boolean begun;

    /// Makes sure that it is called at its deadline at the latest.
    ///
    /// @return whether it comes before all others
    boolean watch(T timed) {
        long deadline = timed.nextDeadline();
        if (deadline == NEVER) {
            forget(timed);
            return false;
        }
        if (timed.wheel != null && deadline - timed.at >= 0) {
            return timed.at == due;
        }
        long before = due;
        forget(timed);
        put(timed, deadline);
        return before == NEVER || deadline - before < 0;
    }

    /// It leaves the wheel that it is on.
    static void forget(Timed timed) {
        Deadlines<?> wheel = timed.wheel;
        if (wheel != null) {
            wheel.unlink(timed);
        }
    }

    /// Hands out each whose deadline has come.
    void runDue(long nowNanos, Consumer<T> tick) {
        if (due == NEVER || due - nowNanos > 0) {
            return;
        }
        due = NEVER;
        long until = Math.max(cursor, nowNanos >> SHIFT);
        // More than a turn ago means all slots, each once.
        long from = Math.max(cursor, until - SLOTS + 1);
        cursor = until;
        for (long place = from; place <= until; place++) {
            run(slot(place), nowNanos, tick);
        }
        long next = nextFilled();
        if (next != NEVER && (due == NEVER || next - due < 0)) {
            due = next;
        }
    }

    /// When the next one may come up; `otherwise` if there is none.
    long next(long otherwise) {
        return due == NEVER ? otherwise : due;
    }

    private void run(int slot, long nowNanos, Consumer<T> tick) {
        putToWork(slot);
        for (Timed timed = first[AT_WORK]; timed != null; timed = first[AT_WORK]) {
            long at = timed.at;
            unlink(timed);
            if (at - nowNanos > 0) {
                put(timed, at);
                continue;
            }
            if (isDue(timed.nextDeadline(), nowNanos)) {
                tick.accept(known(timed));
            }
            long next = timed.nextDeadline();
            // Its tick may have put it on a wheel already, even another lane's.
            if (next != NEVER && timed.wheel == null) {
                put(timed, isDue(next, nowNanos) ? nowNanos + SHORTEST_WAIT_NANOS : next);
            }
        }
    }

    @SuppressWarnings("unchecked") // only such come in
    private T known(Timed timed) {
        return (T) timed;
    }

    private void putToWork(int slot) {
        Timed head = first[slot];
        first[slot] = null;
        first[AT_WORK] = head;
        filled[slot / Long.SIZE] &= ~(1L << slot);
        for (Timed timed = head; timed != null; timed = timed.after) {
            timed.place = AT_WORK;
        }
    }

    private void put(Timed timed, long at) {
        long place = at >> SHIFT;
        if (!begun) {
            begun = true;
            cursor = place;
        }
        int slot = slot(Math.clamp(place, cursor, cursor + SLOTS - 1));
        Timed next = first[slot];
        timed.wheel = this;
        timed.place = slot;
        timed.at = at;
        timed.before = null;
        timed.after = next;
        if (next != null) {
            next.before = timed;
        }
        first[slot] = timed;
        filled[slot / Long.SIZE] |= 1L << slot;
        if (due == NEVER || at - due < 0) {
            due = at;
        }
    }

    private void unlink(Timed timed) {
        Timed before = timed.before;
        Timed after = timed.after;
        if (before != null) {
            before.after = after;
        } else {
            first[timed.place] = after;
            if (after == null && timed.place != AT_WORK) {
                filled[timed.place / Long.SIZE] &= ~(1L << timed.place);
            }
        }
        if (after != null) {
            after.before = before;
        }
        timed.before = null;
        timed.after = null;
        timed.wheel = null;
    }

    /// When the first slot behind the cursor begins that is not empty.
    private long nextFilled() {
        for (int ahead = 1; ahead < SLOTS; ahead++) {
            int slot = slot(cursor + ahead);
            long rest = filled[slot / Long.SIZE] >>> slot;
            if (rest != 0) {
                int more = Long.numberOfTrailingZeros(rest);
                return ahead + more < SLOTS ? (cursor + ahead + more) << SHIFT : NEVER;
            }
            ahead += Long.SIZE - 1 - slot % Long.SIZE;
        }
        return NEVER;
    }

    private static int slot(long place) {
        return (int) place & (SLOTS - 1);
    }

    private static boolean isDue(long deadline, long nowNanos) {
        return deadline != NEVER && deadline - nowNanos <= 0;
    }
}
