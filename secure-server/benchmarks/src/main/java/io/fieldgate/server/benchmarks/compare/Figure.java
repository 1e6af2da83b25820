package io.fieldgate.server.benchmarks.compare;

/// What is measured.
///
/// @param name of the case, and of the figure in it
record Figure(String name, String unit, boolean lessIsBetter, Target target) {
    static Figure less(String name, String unit, Target target) {
        return new Figure(name, unit, true, target);
    }

    static Figure more(String name, String unit, Target target) {
        return new Figure(name, unit, false, target);
    }
}
