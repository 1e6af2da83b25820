package io.fieldgate.server.benchmarks.compare;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the command line asks for.
///
/// @param cases by name, in order
/// @param seconds of each measurement
/// @param warmUp before the first round, at least; zero for none
/// @param heapMegabytes limit of our server's heap, beside what many tunnels need
/// @param serverCores as `taskset -c` takes them
record Settings(
        List<Case> cases,
        int rounds,
        double seconds,
        Optional<Path> json,
        Duration warmUp,
        Contender base,
        Contender ours,
        int heapMegabytes,
        String serverCores,
        String clientCores) {
    private static final int HEAP_KIB_PER_TUNNEL = 400;

    Settings {
        cases = List.copyOf(cases);
    }

    /// The limit for so many tunnels. What they need is to be measured, not where it ends.
    int heapMegabytes(int tunnels) {
        return heapMegabytes + tunnels * HEAP_KIB_PER_TUNNEL / 1024;
    }
}
