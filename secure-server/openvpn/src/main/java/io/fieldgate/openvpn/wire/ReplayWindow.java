package io.fieldgate.openvpn.wire;

import java.util.Arrays;

/// Remembers which of the newest packet ids were seen, and when: OpenVPN's `replay-window`. Owned
/// by one thread.
///
/// An id is accepted once, if it is less than [Size#packets] behind the newest one, and if nothing
/// newer or equal came more than [Size#seconds] ago. As in OpenVPN, the age is looked at every 5
/// seconds only, and counts in whole seconds. Id 0 is never valid.
///
/// Ask [#mayAccept] before work is spent on a packet, [#accept] only after it was authenticated: a
/// forged id must not move the window.
public final class ReplayWindow {
    /// How far a packet may come late.
    ///
    /// @param packets behind the newest one, counted with it, 1 to 65536
    /// @param seconds 0 to 600; 0 sets no limit
    public record Size(int packets, int seconds) {
        private static final int MAX_PACKETS = 65_536;
        private static final int MAX_SECONDS = 600;

        public Size {
            if (packets < 1 || packets > MAX_PACKETS || seconds < 0 || seconds > MAX_SECONDS) {
                throw new IllegalArgumentException(
                        "window of " + packets + " in " + seconds + " s");
            }
        }
    }

    /// The window of OpenVPN's own default.
    public static final Size STOCK = new Size(64, 15);

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int REAP_SECONDS = 5;
    private static final int NOT_SEEN = 0;

    private final Size size;
    // By id modulo size: the second, counted from 1, in which the id was accepted.
    private final int[] seen;
    private long newest;
    private long expired;
    private long originNanos;
    private int reaped = NOT_SEEN;

    public ReplayWindow(Size size) {
        this.size = size;
        this.seen = new int[size.packets()];
    }

    /// The highest id that was accepted; 0 if none was.
    public long newest() {
        return newest;
    }

    /// Whether this id is neither too old nor seen before. Changes nothing.
    public boolean mayAccept(long id) {
        if (id > newest) {
            return true;
        }
        return id > expired && newest - id < size.packets() && seen[slot(id)] == NOT_SEEN;
    }

    /// Takes the id of an authenticated packet; false if it is a replay or too old.
    ///
    /// @param id not negative
    public boolean accept(long nowNanos, long id) {
        int second = second(nowNanos);
        if (second - reaped >= REAP_SECONDS) {
            reap(second);
        }
        if (!mayAccept(id)) {
            return false;
        }
        forgetUpTo(id);
        seen[slot(id)] = second;
        return true;
    }

    /// Forgets all ids, as when they start again with a later time.
    void restart() {
        // What is in the slots does not count: each is emptied when the newest id passes it.
        newest = 0;
        expired = 0;
    }

    private int second(long nowNanos) {
        if (reaped == NOT_SEEN) {
            originNanos = nowNanos;
            reaped = 1;
        }
        return (int) ((nowNanos - originNanos) / SECOND_NANOS) + 1;
    }

    /// Whatever is older than an id that came too long ago will not be accepted any more.
    private void reap(int second) {
        reaped = second;
        if (size.seconds() == 0) {
            return;
        }
        long oldest = Math.max(expired, newest - size.packets());
        for (long id = newest; id > oldest; id--) {
            int accepted = seen[slot(id)];
            if (accepted != NOT_SEEN && accepted + size.seconds() < second) {
                expired = id;
                return;
            }
        }
    }

    private void forgetUpTo(long id) {
        if (id - newest >= size.packets()) {
            Arrays.fill(seen, NOT_SEEN);
        } else {
            for (long next = newest + 1; next <= id; next++) {
                seen[slot(next)] = NOT_SEEN;
            }
        }
        newest = Math.max(newest, id);
    }

    private int slot(long id) {
        return (int) (id % seen.length);
    }
}
