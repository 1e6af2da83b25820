package io.fieldgate.server.net;

import java.util.concurrent.locks.LockSupport;

/// Decides whether a worker pauses for a moment before it looks for datagrams again, so that some
/// gather: what a look and a send cost is shared by all that they bring.
///
/// It is worth its delay where the next datagram comes so soon that to fall asleep and to be woken
/// costs more than the sleep saves: under high load, and within the bursts of a fast transfer, even
/// if there is time to rest between them. So it begins when the worker is hardly ever asleep for
/// longer than a moment and finds little each time, and ends when a pause brings little, too. Now
/// and then it ends by itself, for only without pauses can be seen whether they are needed. Under
/// less load nothing is delayed. Network cards moderate their interrupts in the same way. Owned by
/// one thread.
final class Gathering {
    /// How long a pause is at least; the host's timers add 50 to 200 microseconds.
    private static final long PAUSE_NANOS = 20_000;

    private static final long WINDOW_NANOS = 2_000_000;

    /// About what it costs to fall asleep and to be woken.
    private static final long MOMENT_NANOS = 15_000;

    /// Of so many times that it finds something, less than one comes after a longer sleep.
    private static final int RARELY = 4;

    /// Finding fewer datagrams each time, it would have more of a pause.
    private static final int FEW = 8;

    /// Bringing fewer datagrams, a pause is not worth its cost.
    private static final int WORTH = 4;

    /// Fewer datagrams than so many in such a time come too slowly to gather, whatever keeps the
    /// worker busy.
    private static final int FEWEST = 30;

    /// After so many windows of pauses comes one without.
    private static final int LONGEST = 16;

    private long begun;
    private int longSleeps;
    private int looks;
    private int datagrams;

    /// Windows of pauses that are left; 0 while there are no pauses.
    private int left;

    /// The worker was asleep until something came.
    void slept(long nanos) {
        if (nanos > MOMENT_NANOS) {
            longSleeps++;
        }
    }

    /// The worker has looked.
    ///
    /// @param found datagrams
    void looked(long nowNanos, int found) {
        if (found > 0) {
            looks++;
            datagrams += found;
        }
        long window = nowNanos - begun;
        if (window < WINDOW_NANOS) {
            return;
        }
        if (isOn()) {
            left = isWorthIt(window) ? left - 1 : 0;
        } else if (isNeeded(window)) {
            left = LONGEST;
        }
        begun = nowNanos;
        longSleeps = 0;
        looks = 0;
        datagrams = 0;
    }

    private boolean isWorthIt(long window) {
        return isFast(window) && datagrams >= WORTH * looks;
    }

    private boolean isNeeded(long window) {
        return longSleeps * RARELY < looks && isFast(window) && datagrams < FEW * looks;
    }

    private boolean isFast(long window) {
        return datagrams * WINDOW_NANOS >= FEWEST * window;
    }

    boolean isOn() {
        return left > 0;
    }

    /// Pauses if it is worth it.
    void pause() {
        if (isOn()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
