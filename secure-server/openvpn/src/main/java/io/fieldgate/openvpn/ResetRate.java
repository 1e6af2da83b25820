package io.fieldgate.openvpn;

/// How many hard resets are answered whose answer is longer than the question, so that nobody can
/// use this server to flood others: a bucket of tokens that fills evenly. Stock servers use the
/// same figures (`connect-freq-initial 100 10`).
final class ResetRate {
    private final long capacity;
    private final long nanosPerToken;
    private long spentUntilNanos;
    private boolean begun;

    /// @param perPeriod answers in one period, also the most at once
    ResetRate(int perPeriod, long periodNanos) {
        this.capacity = perPeriod;
        this.nanosPerToken = periodNanos / perPeriod;
    }

    /// Whether one more may be answered now.
    boolean take(long nowNanos) {
        if (!begun || spentUntilNanos - nowNanos < 0) {
            begun = true;
            spentUntilNanos = nowNanos;
        }
        if (spentUntilNanos - nowNanos > (capacity - 1) * nanosPerToken) {
            return false;
        }
        spentUntilNanos += nanosPerToken;
        return true;
    }
}
