package io.fieldgate.server.benchmarks.load;

import java.util.Arrays;

/// How long packets took, the first million of a run.
final class Latencies {
    private static final int MOST = 1 << 20;

    private final long[] nanos = new long[MOST];
    private int count;

    void clear() {
        count = 0;
    }

    void add(long took) {
        if (count < MOST) {
            nanos[count++] = took;
        }
    }

    /// Nanoseconds that this part of all packets did not exceed; 0 if none came.
    long[] quantiles(double... parts) {
        Arrays.sort(nanos, 0, count);
        long[] result = new long[parts.length];
        for (int i = 0; i < parts.length && count > 0; i++) {
            result[i] = nanos[(int) Math.min(count - 1L, (long) (parts[i] * count))];
        }
        return result;
    }
}
