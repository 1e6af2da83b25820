package io.fieldgate.server.net;

import java.util.concurrent.locks.LockSupport;

/// Decides whether a worker pauses for a moment before it looks for datagrams again, so that some
/// gather: what a look and a send cost is shared by all that they bring.
///
/// It is worth its delay only where datagrams come one after the other, faster than the worker can
/// go to sleep in between: then it is busy all the time and finds a datagram or two each time. So
/// it begins when the worker hardly sleeps and finds little, and ends when the pauses bring little,
/// too, or when the worker pauses and sleeps half of the time, so that it could do without. Below
/// that nothing is delayed. Network cards moderate their interrupts in the same way. Owned by one
/// thread.
final class Gathering {
    /// How long a pause is at least; the host's timers add 50 to 200 microseconds.
    private static final long PAUSE_NANOS = 20_000;

    private static final long WINDOW_NANOS = 2_000_000;

    /// Asleep for less than this part of the time, it is busy.
    private static final int ASLEEP_PART = 4;

    /// Asleep or pausing for more than this part of the time, it need not pause.
    private static final int IDLE_PART = 2;

    /// Finding fewer datagrams each time, it would have more of a pause.
    private static final int FEW = 8;

    /// Bringing fewer datagrams, a pause is not worth its cost.
    private static final int WORTH = 4;

    /// Fewer datagrams in a window come too slowly to gather, whatever keeps the worker busy.
    private static final int FEWEST = 40;

    private long begun;
    private long asleep;
    private int looks;
    private int datagrams;
    private boolean on;

    /// The worker was asleep until something came, or paused.
    void slept(long nanos) {
        asleep += nanos;
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
        on = on ? isWorthIt(window) : isBusyWithLittle(window);
        begun = nowNanos;
        asleep = 0;
        looks = 0;
        datagrams = 0;
    }

    private boolean isWorthIt(long window) {
        return asleep * IDLE_PART < window && datagrams >= WORTH * looks && datagrams > 0;
    }

    private boolean isBusyWithLittle(long window) {
        return asleep * ASLEEP_PART < window
                && datagrams >= FEWEST * (window / WINDOW_NANOS)
                && datagrams < FEW * looks;
    }

    boolean isOn() {
        return on;
    }

    /// Pauses if it is worth it.
    void pause() {
        if (on) {
            long before = System.nanoTime();
            LockSupport.parkNanos(PAUSE_NANOS);
            slept(System.nanoTime() - before);
        }
    }
}
