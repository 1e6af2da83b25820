package io.fieldgate.server.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a soak run must show: a heap and a number of files that do not grow, no tunnel that ends by
/// itself, no packet that is lost without a counted reason.
final class SoakVerdict {
    /// Over all samples that count; less is noise.
    private static final double FLAT_BYTES = 2e6;

    private static final double FLAT_PART = 0.05;
    private static final long FEW_FILES = 3;

    private SoakVerdict() {}

    /// What went wrong; empty if nothing did.
    ///
    /// @param warmUp samples whose memory does not count
    static List<String> faults(List<SoakSample> samples, int warmUp) {
        List<String> faults = new ArrayList<>();
        List<SoakSample> counted = samples.subList(warmUp, samples.size());
        double growth = slope(counted) * (counted.size() - 1);
        double mean = counted.stream().mapToLong(SoakSample::heapBytes).average().orElse(0);
        if (growth > Math.max(FLAT_BYTES, FLAT_PART * mean)) {
            faults.add(
                    String.format(
                            Locale.ROOT,
                            "the heap grew by %.2f MB over %d samples",
                            growth / 1e6,
                            counted.size()));
        }
        long fewest = counted.stream().mapToLong(SoakSample::descriptors).min().orElse(0);
        long most = counted.stream().mapToLong(SoakSample::descriptors).max().orElse(0);
        if (most - fewest > FEW_FILES) {
            faults.add("between %d and %d files were open".formatted(fewest, most));
        }
        for (String count : List.of("ended", "late", "damaged", "duplicated", "reordered")) {
            long sum = samples.stream().mapToLong(sample -> sample.answer().get(count)).sum();
            if (sum != 0) {
                faults.add(count + ": " + sum);
            }
        }
        long lost = samples.stream().mapToLong(SoakSample::lost).sum();
        if (lost > samples.getLast().dropped()) {
            faults.add(
                    "%d packets were lost, and only %d are counted"
                            .formatted(lost, samples.getLast().dropped()));
        }
        return faults;
    }

    /// Bytes of heap for a sample, by least squares.
    private static double slope(List<SoakSample> samples) {
        double middle = (samples.size() - 1) / 2.0;
        double over = 0;
        double under = 0;
        for (int i = 0; i < samples.size(); i++) {
            over += (i - middle) * samples.get(i).heapBytes();
            under += (i - middle) * (i - middle);
        }
        return under == 0 ? 0 : over / under;
    }
}
