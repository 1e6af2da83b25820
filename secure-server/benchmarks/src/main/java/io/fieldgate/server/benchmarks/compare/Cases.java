package io.fieldgate.server.benchmarks.compare;

import java.util.List;

/// All cases.
final class Cases {
    private static final int CONNECTIONS = 60;

    private Cases() {}

    static List<Case> all() {
        return List.of(
                Forward.trickle(),
                Forward.paced(),
                Forward.bulk(),
                Forward.mappedTrickle(),
                Forward.mappedBulk(),
                Forward.tcp(),
                new Capacity(),
                new Iperf(),
                new Latency(),
                new Handshakes(CONNECTIONS, new Target.Ratio(1.3, 0.8)),
                new StartUp(),
                new IdleTunnels("memory", 1_000, 3),
                new IdleTunnels("memory-10000", 10_000, 1),
                new ReconnectStorm("storm", 1_000, 3),
                new ReconnectStorm("storm-10000", 10_000, 1));
    }

    /// Those that show in a minute whether all works; loads that no server loses anything of.
    static List<Case> quick() {
        return List.of(
                Forward.gentle(),
                Forward.gentleMapped(),
                Forward.gentleTcp(),
                new Handshakes(4, new Target.None()));
    }
}
