package io.fieldgate.server.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The results for people: Markdown, with columns that also line up as plain text.
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    /// @param base the label of what was compared with
    Table(String base, String ours) {
        rows.add(
                List.of(
                        "case",
                        "unit",
                        base,
                        ours,
                        ours + " / " + base,
                        "must",
                        "aim",
                        "verdict",
                        "cold " + base + ", " + ours,
                        "loss %"));
    }

    void add(Comparison comparison) {
        Figure figure = comparison.figure();
        String discarded =
                comparison.discarded() == 0
                        ? ""
                        : " (%d of %d rounds do not count)"
                                .formatted(comparison.discarded(), comparison.rounds().size());
        rows.add(
                List.of(
                        figure.name(),
                        figure.unit(),
                        text(comparison.base()),
                        text(comparison.ours()),
                        text(comparison.ratio()),
                        figure.target().text(figure.lessIsBetter(), false),
                        figure.target().text(figure.lessIsBetter(), true),
                        comparison.verdict() + discarded,
                        comparison.cold().stream()
                                .map(sample -> number(sample.value()))
                                .collect(Collectors.joining(", ")),
                        String.format(Locale.ROOT, "%.2f", comparison.worstLossPercent())));
    }

    private static String text(Comparison.Spread spread) {
        if (Double.isNaN(spread.median())) {
            return "-";
        }
        return "%s (%s-%s)"
                .formatted(number(spread.median()), number(spread.min()), number(spread.max()));
    }

    /// Three digits that count.
    private static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    @Override
    public String toString() {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            text.append(line(rows.get(i), widths)).append('\n');
            if (i == 0) {
                for (int width : widths) {
                    text.append('|').append("-".repeat(width + 2));
                }
                text.append("|\n");
            }
        }
        return text.toString();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append("| ")
                    .append(row.get(i))
                    .append(" ".repeat(widths[i] - row.get(i).length()));
            line.append(' ');
        }
        return line.append('|').toString();
    }
}
