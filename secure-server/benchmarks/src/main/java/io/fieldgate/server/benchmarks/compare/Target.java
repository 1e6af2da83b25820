package io.fieldgate.server.benchmarks.compare;

import java.util.Locale;

/// What a figure must come to, and what we aim at.
sealed interface Target {
    /// Our figure divided by the other's.
    ///
    /// @param aim NaN where something else is the limit then
    record Ratio(double must, double aim) implements Target {}

    /// Our figure divided by the other's, which something else than the servers kept down, as long
    /// as ours is no worse.
    ///
    /// @param limit what did
    record Limited(double must, String limit) implements Target {}

    /// Our figure by itself.
    record Absolute(double must, double aim) implements Target {}

    /// Nothing was promised.
    record None() implements Target {}

    /// @param ours median of ours
    /// @param ratio median of the ratios
    default String verdict(boolean lessIsBetter, double ours, double ratio) {
        return switch (this) {
            case Ratio(double must, double aim) -> verdict(lessIsBetter, ratio, must, aim);
            case Limited(double must, String limit) ->
                    reached(lessIsBetter, ratio, 1) && !reached(lessIsBetter, ratio, must)
                            ? "limited by " + limit
                            : verdict(lessIsBetter, ratio, must, Double.NaN);
            case Absolute(double must, double aim) -> verdict(lessIsBetter, ours, must, aim);
            case None() -> "";
        };
    }

    private static String verdict(boolean lessIsBetter, double value, double must, double aim) {
        if (Double.isNaN(value)) {
            return "no figure";
        }
        if (reached(lessIsBetter, value, aim)) {
            return "aim reached";
        }
        if (Double.isNaN(aim)) {
            return reached(lessIsBetter, value, must) ? "must reached" : "MISSED";
        }
        double factor = lessIsBetter ? value / aim : aim / value;
        return "%s, aim missed by %.2fx"
                .formatted(reached(lessIsBetter, value, must) ? "must reached" : "MISSED", factor);
    }

    private static boolean reached(boolean lessIsBetter, double value, double wanted) {
        return lessIsBetter ? value <= wanted : value >= wanted;
    }

    /// How the table shows a bound.
    ///
    /// @param aim the aim, else what must be
    default String text(boolean lessIsBetter, boolean aim) {
        String sign = lessIsBetter ? "<= " : ">= ";
        return switch (this) {
            case Ratio(double must, double wanted) ->
                    aim && Double.isNaN(wanted)
                            ? "the most"
                            : String.format(Locale.ROOT, "%s%.2f", sign, aim ? wanted : must);
            case Limited(double must, String _) ->
                    new Ratio(must, Double.NaN).text(lessIsBetter, aim);
            case Absolute(double must, double wanted) ->
                    String.format(Locale.ROOT, "ours %s%.1f", sign, aim ? wanted : must);
            case None() -> "";
        };
    }
}
