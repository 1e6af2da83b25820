package io.fieldgate.server.benchmarks.compare;

import java.util.List;

/// All cases.
final class Cases {
    private Cases() {}

    static List<Case> all() {
        return List.of(Forward.trickle(), Forward.bulk(), Forward.tcp());
    }

    /// Those that show in a minute whether all works.
    static List<Case> quick() {
        return List.of(Forward.trickle(), Forward.bulk(), Forward.tcp());
    }
}
