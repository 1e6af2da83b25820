package io.fieldgate.server.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fieldgate.server.benchmarks.compare.Comparison.Round;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Figure CPU =
            Figure.less("forward", "us", new Target.Ratio(1 / 2.0, 1 / 4.0));

    @Test
    void theRatioIsThatOfPairedRounds() {
        Comparison comparison = of(CPU, round(8, 2), round(10, 4), round(4, 3));
        assertThat(comparison.base().median()).isEqualTo(8);
        assertThat(comparison.ratio().median()).isEqualTo(0.4, within(1e-9));
        assertThat(comparison.ratio().min()).isEqualTo(0.25, within(1e-9));
        assertThat(comparison.ratio().max()).isEqualTo(0.75, within(1e-9));
        assertThat(comparison.verdict()).startsWith("must reached, aim missed by 1.60x");
    }

    @Test
    void aRoundThatLostTooMuchDoesNotCount() {
        Sample lossy = new Sample(1, 0.6, Map.of());
        Comparison comparison = of(CPU, new Round(new Sample(8), lossy), round(10, 4));
        assertThat(comparison.discarded()).isEqualTo(1);
        assertThat(comparison.ours().median()).isEqualTo(4);
        assertThat(comparison.ratio().median()).isEqualTo(0.4, within(1e-9));
    }

    @Test
    void aFigureWithoutRoundsThatCountReachesNothing() {
        Sample lossy = new Sample(1, 100, Map.of());
        assertThat(of(CPU, new Round(new Sample(8), lossy)).verdict()).isEqualTo("no figure");
    }

    @Test
    void moreIsBetterWhereTheFigureSaysSo() {
        Figure figure = Figure.more("iperf3", "Mbit/s", new Target.Ratio(1.2, Double.NaN));
        assertThat(of(figure, round(100, 130)).verdict()).isEqualTo("must reached");
        assertThat(of(figure, round(100, 110)).verdict()).isEqualTo("MISSED");
    }

    @Test
    void anAbsoluteTargetLooksAtOursAlone() {
        Figure figure = Figure.less("start", "s", new Target.Absolute(1.5, 0.5));
        assertThat(of(figure, round(0.01, 0.4)).verdict()).isEqualTo("aim reached");
        assertThat(of(figure, round(9, 3)).verdict()).startsWith("MISSED");
    }

    @Test
    void whereSomethingElseIsTheLimitTheVerdictSaysSo() {
        Figure figure = Figure.more("iperf3", "Mbit/s", new Target.Ratio(1.2, Double.NaN));
        Target limited = new Target.Limited(1.2, "the clients");
        assertThat(of(figure, round(100, 110)).with(limited).verdict())
                .isEqualTo("limited by the clients");
        assertThat(of(figure, round(100, 130)).with(limited).verdict()).isEqualTo("must reached");
        assertThat(of(figure, round(100, 90)).with(limited).verdict()).isEqualTo("MISSED");
        assertThat(of(figure).with(limited).verdict()).isEqualTo("no figure");
        assertThat(limited.text(false, false)).isEqualTo(figure.target().text(false, false));
        assertThat(limited.text(false, true)).isEqualTo(figure.target().text(false, true));
    }

    private static Comparison of(Figure figure, Round... rounds) {
        return new Comparison(figure, List.of(), List.of(rounds));
    }

    private static Round round(double base, double ours) {
        return new Round(new Sample(base), new Sample(ours));
    }
}
