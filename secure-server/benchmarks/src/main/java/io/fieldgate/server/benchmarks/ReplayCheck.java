package io.fieldgate.server.benchmarks;

import io.fieldgate.openvpn.wire.ReplayWindow;
import org.openjdk.jmh.annotations.Benchmark;

/// The replay window of a data channel, one packet each microsecond.
public class ReplayCheck extends InNanoseconds {
    private static final long MICROSECOND = 1000;

    private final ReplayWindow window = new ReplayWindow(ReplayWindow.STOCK);
    private long now;
    private long id = 64;

    /// A packet in its order.
    @Benchmark
    public boolean inOrder() {
        now += MICROSECOND;
        return window.accept(now, ++id);
    }

    /// A packet that overtakes eight others, or comes eight late.
    @Benchmark
    public boolean outOfOrder() {
        now += MICROSECOND;
        return window.accept(now, ++id ^ 8);
    }

    /// A packet that came already.
    @Benchmark
    public boolean replayed() {
        now += MICROSECOND;
        return window.accept(now, id);
    }
}
