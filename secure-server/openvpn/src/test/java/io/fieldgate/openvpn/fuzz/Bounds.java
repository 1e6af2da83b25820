package io.fieldgate.openvpn.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// What one packet may cost: 1 MB of memory, 50 ms. Measured on the calling thread; a second and a
/// third attempt forgive the first use of a class and a machine that is busy elsewhere.
public final class Bounds {
    static final long MAX_ALLOCATED = 1 << 20;
    static final long MAX_NANOS = 50_000_000;
    private static final int ATTEMPTS = 4;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private long allocated;
    private long nanos;

    private Bounds() {}

    /// A target: makes its own state, and wraps whatever handles one packet in [#packet].
    @FunctionalInterface
    public interface Target {
        void run(FuzzInput input, Bounds bounds);
    }

    /// Runs a target, whose every packet must stay within the bounds.
    public static void check(byte[] input, Target target) {
        Bounds bounds = new Bounds();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            bounds.allocated = 0;
            bounds.nanos = 0;
            target.run(new FuzzInput(input), bounds);
            if (bounds.allocated <= MAX_ALLOCATED && bounds.nanos <= MAX_NANOS) {
                return;
            }
        }
        throw new AssertionError(
                "one packet took %d bytes and %d µs"
                        .formatted(bounds.allocated, bounds.nanos / 1000));
    }

    /// Handles one packet.
    public void packet(Runnable handling) {
        long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        long before = THREADS.getCurrentThreadCpuTime();
        handling.run();
        nanos = Math.max(nanos, THREADS.getCurrentThreadCpuTime() - before);
        allocated = Math.max(allocated, THREADS.getCurrentThreadAllocatedBytes() - bytesBefore);
    }
}
