package io.fieldgate.server.benchmarks.compare;

import java.util.List;
import java.util.Map;

/// What `--json` writes: all rounds, so that other figures can be made of them.
///
/// @param machine on what it was measured
/// @param base the label of what was compared with
record Results(
        Map<String, String> machine, String base, String ours, List<Comparison> comparisons) {}
