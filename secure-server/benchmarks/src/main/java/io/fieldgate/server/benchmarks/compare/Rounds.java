package io.fieldgate.server.benchmarks.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Measures both in turn.
final class Rounds {
    /// Then they will not agree any more.
    private static final int MOST_TRIES = 100;

    private static final double SETTLED = 0.10;

    private final int count;
    private final Duration baseWarmUp;
    private final Duration warmUp;
    private final Consumer<String> progress;

    /// @param baseWarmUp of the base server: before the first round at least so long, and then
    ///   until two measurements agree; zero for no warm-up
    /// @param warmUp the same of ours
    /// @param progress is told each measurement
    Rounds(int count, Duration baseWarmUp, Duration warmUp, Consumer<String> progress) {
        this.count = count;
        this.baseWarmUp = baseWarmUp;
        this.warmUp = warmUp;
        this.progress = progress;
    }

    /// Measures one server once; the first figure tells whether it is warm.
    interface Measure<S> {
        Map<Figure, Sample> of(S server) throws Exception;
    }

    /// Warms both up, then measures one after the other, so many times.
    <S> List<Comparison> alternate(S base, S ours, Measure<S> measure) throws Exception {
        Map<Figure, Sample> coldBase = warmUp(base, baseWarmUp, measure);
        Map<Figure, Sample> coldOurs = warmUp(ours, warmUp, measure);
        Map<Figure, List<Comparison.Round>> rounds = measure(base, ours, measure);
        return rounds.entrySet().stream()
                .map(entry ->
                        new Comparison(
                                entry.getKey(),
                                List.of(
                                        cold(coldBase, entry.getKey()),
                                        cold(coldOurs, entry.getKey())),
                                entry.getValue()))
                .toList();
    }

    /// Measures what knows no warm: each measurement starts its server anew.
    <S> List<Comparison> alternateCold(S base, S ours, Measure<S> measure) throws Exception {
        return measure(base, ours, measure).entrySet().stream()
                .map(entry -> new Comparison(entry.getKey(), List.of(), entry.getValue()))
                .toList();
    }

    private <S> Map<Figure, List<Comparison.Round>> measure(S base, S ours, Measure<S> measure)
            throws Exception {
        Map<Figure, List<Comparison.Round>> rounds = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            Map<Figure, Sample> one = told("round " + (i + 1) + " base", measure.of(base));
            Map<Figure, Sample> other = told("round " + (i + 1) + " ours", measure.of(ours));
            one.forEach((figure, sample) ->
                    rounds.computeIfAbsent(figure, _ -> new ArrayList<>())
                            .add(new Comparison.Round(sample, cold(other, figure))));
        }
        return rounds;
    }

    private static Sample cold(Map<Figure, Sample> samples, Figure figure) {
        return samples.getOrDefault(figure, new Sample(Double.NaN));
    }

    /// @return the first measurement
    private <S> Map<Figure, Sample> warmUp(S server, Duration least, Measure<S> measure)
            throws Exception {
        long end = System.nanoTime() + least.toNanos();
        Map<Figure, Sample> cold = told("cold", measure.of(server));
        double previous = first(cold);
        for (int tries = 0; !least.isZero() && tries < MOST_TRIES; ) {
            double next = first(told("warm-up", measure.of(server)));
            if (System.nanoTime() - end >= 0) {
                if (Math.abs(next - previous) <= SETTLED * previous) {
                    break;
                }
                tries++;
            }
            previous = next;
        }
        return cold;
    }

    private Map<Figure, Sample> told(String what, Map<Figure, Sample> samples) {
        samples.forEach((figure, sample) ->
                progress.accept(
                        "%s: %s %.2f %s"
                                .formatted(figure.name(), what, sample.value(), figure.unit())));
        return samples;
    }

    private static double first(Map<Figure, Sample> samples) {
        return samples.values().iterator().next().value();
    }
}
