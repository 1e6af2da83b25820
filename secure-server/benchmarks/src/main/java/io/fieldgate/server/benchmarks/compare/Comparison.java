package io.fieldgate.server.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/// A figure of both, round by round.
///
/// @param cold of each side, before anything was warm; empty where a figure knows no warm
record Comparison(Figure figure, List<Sample> cold, List<Round> rounds) {
    /// @param base of what is compared with
    record Round(Sample base, Sample ours) {
        boolean counts() {
            return base.counts() && ours.counts();
        }
    }

    Comparison {
        cold = List.copyOf(cold);
        rounds = List.copyOf(rounds);
    }

    /// The same rounds, judged by another target.
    Comparison with(Target target) {
        Figure judged = new Figure(figure.name(), figure.unit(), figure.lessIsBetter(), target);
        return new Comparison(judged, cold, rounds);
    }

    Spread base() {
        return Spread.of(
                rounds.stream().map(Round::base).filter(Sample::counts).mapToDouble(Sample::value));
    }

    Spread ours() {
        return Spread.of(
                rounds.stream().map(Round::ours).filter(Sample::counts).mapToDouble(Sample::value));
    }

    /// Ours divided by the other of the same round.
    Spread ratio() {
        return Spread.of(
                rounds.stream()
                        .filter(round -> round.counts() && round.base().value() > 0)
                        .mapToDouble(round -> round.ours().value() / round.base().value()));
    }

    String verdict() {
        return figure.target().verdict(figure.lessIsBetter(), ours().median(), ratio().median());
    }

    /// Rounds that say nothing, because too much of the load was lost.
    long discarded() {
        return rounds.stream().filter(round -> !round.counts()).count();
    }

    double worstLossPercent() {
        List<Sample> all = new ArrayList<>();
        rounds.forEach(round -> all.addAll(List.of(round.base(), round.ours())));
        return all.stream().mapToDouble(Sample::lossPercent).max().orElse(0);
    }

    /// @param median NaN if there is none
    record Spread(double median, double min, double max) {
        static Spread of(DoubleStream values) {
            double[] sorted = values.sorted().toArray();
            if (sorted.length == 0) {
                return new Spread(Double.NaN, Double.NaN, Double.NaN);
            }
            int middle = sorted.length / 2;
            double median =
                    sorted.length % 2 == 1
                            ? sorted[middle]
                            : (sorted[middle - 1] + sorted[middle]) / 2;
            return new Spread(median, sorted[0], sorted[sorted.length - 1]);
        }
    }
}
