package io.fieldgate.server.benchmarks.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Measures both in turn.
final class Rounds {
    private static final int MOST_WARM_UPS = 20;
    private static final double SETTLED = 0.10;

    private final int count;
    private final boolean warmsUp;

    /// @param warmsUp whether to go on before the first round until two agree
    Rounds(int count, boolean warmsUp) {
        this.count = count;
        this.warmsUp = warmsUp;
    }

    /// Measures one server once; the first figure tells whether it is warm.
    interface Measure<S> {
        Map<Figure, Sample> of(S server) throws Exception;
    }

    /// Warms both up, then measures one after the other, so many times.
    <S> List<Comparison> alternate(S base, S ours, Measure<S> measure) throws Exception {
        Map<Figure, Sample> coldBase = warmUp(base, measure);
        Map<Figure, Sample> coldOurs = warmUp(ours, measure);
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
            Map<Figure, Sample> one = measure.of(base);
            Map<Figure, Sample> other = measure.of(ours);
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
    private <S> Map<Figure, Sample> warmUp(S server, Measure<S> measure) throws Exception {
        Map<Figure, Sample> cold = measure.of(server);
        double previous = first(cold);
        for (int i = 1; warmsUp && i < MOST_WARM_UPS; i++) {
            double next = first(measure.of(server));
            if (Math.abs(next - previous) <= SETTLED * previous) {
                break;
            }
            previous = next;
        }
        return cold;
    }

    private static double first(Map<Figure, Sample> samples) {
        return samples.values().iterator().next().value();
    }
}
