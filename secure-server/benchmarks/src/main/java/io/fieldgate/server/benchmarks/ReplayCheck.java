package io.fieldgate.server.benchmarks;

import io.fieldgate.openvpn.wire.ReplayWindow;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The replay window of a data channel, one packet each microsecond.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReplayCheck {
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
