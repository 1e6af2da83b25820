package io.fieldgate.openvpn.control;

/// Points in time on a monotonic nanosecond clock, whose origin may be anywhere.
public final class Deadline {
    /// A point in time that never comes.
    public static final long NEVER = Long.MAX_VALUE;

    private Deadline() {}

    /// The earlier one.
    public static long earlier(long a, long b) {
        if (a == NEVER || b == NEVER) {
            return a == NEVER ? b : a;
        }
        return a - b < 0 ? a : b;
    }

    public static boolean isDue(long deadline, long nowNanos) {
        return deadline != NEVER && deadline - nowNanos <= 0;
    }
}
