package io.fieldgate.server.benchmarks.compare;

import java.util.Map;

/// A figure of one server in one round.
///
/// @param value NaN if there was none
/// @param lossPercent of the load while it was measured
/// @param beside what else was seen, for the report of all rounds
record Sample(double value, double lossPercent, Map<String, Double> beside) {
    static final double MOST_LOSS_PERCENT = 0.5;

    Sample {
        beside = Map.copyOf(beside);
    }

    Sample(double value) {
        this(value, 0, Map.of());
    }

    /// Whether the figure says anything: not if the load did not get through.
    boolean counts() {
        return !Double.isNaN(value) && lossPercent <= MOST_LOSS_PERCENT;
    }
}
