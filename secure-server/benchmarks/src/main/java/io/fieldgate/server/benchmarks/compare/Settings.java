package io.fieldgate.server.benchmarks.compare;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the command line asks for.
///
/// @param cases by name, in order
/// @param seconds of each measurement
/// @param heapMegabytes limit of our server's heap, but where a case needs more
/// @param serverCores as `taskset -c` takes them
record Settings(
        List<Case> cases,
        int rounds,
        double seconds,
        Optional<Path> json,
        boolean quick,
        Contender base,
        Contender ours,
        int heapMegabytes,
        String serverCores,
        String clientCores) {
    Settings {
        cases = List.copyOf(cases);
    }
}
