package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.openvpn.Transport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a tunnel that does nothing costs in memory: what the server has more than before, divided
/// by the tunnels.
///
/// @param name of the case
/// @param rounds at most
record IdleTunnels(String name, int tunnels, int rounds) implements Case {
    private static final int FIRST = 20;
    private static final int AT_ONCE = 16;
    private static final Duration REST = Duration.ofSeconds(3);

    @Override
    public String description() {
        return "%,d idle tunnels".formatted(tunnels);
    }

    @Override
    public List<Comparison> run(Bench bench) throws Exception {
        Fleet fleet = bench.fleet(tunnels);
        return bench.rounds(rounds)
                .alternateCold(Side.BASE, Side.OURS, side -> measure(bench, fleet, side));
    }

    private Map<Figure, Sample> measure(Bench bench, Fleet fleet, Side side) throws Exception {
        try (Driver driver = bench.driver(fleet);
                Installation installation =
                        bench.install(
                                side,
                                fleet,
                                Transport.UDP,
                                bench.settings().heapMegabytes(tunnels));
                Running server = installation.start()) {
            driver.group(side, Transport.UDP);
            // Whatever only the first clients cost.
            driver.open(side, FIRST, 1, 60);
            driver.ask("leave group=" + side);
            server.collectGarbage();
            Thread.sleep(REST);
            ProcessMemory before = server.memory();
            driver.open(side, tunnels, AT_ONCE, 120 + tunnels / 5);
            Thread.sleep(REST);
            ProcessMemory used = server.memory();
            server.collectGarbage();
            ProcessMemory left = server.memory();
            return figures(before, used, left);
        }
    }

    private Map<Figure, Sample> figures(
            ProcessMemory before, ProcessMemory used, ProcessMemory left) {
        String count = "%,d idle tunnels".formatted(tunnels);
        Map<Figure, Sample> figures = new LinkedHashMap<>();
        figures.put(
                Figure.less(
                        "memory per tunnel, after GC, " + count,
                        "KiB anonymous",
                        new Target.Ratio(1.0 / 2, 1.0 / 5)),
                sample(left.anonymousBytes() - before.anonymousBytes()));
        figures.put(
                Figure.less(
                        "memory per tunnel, before GC, " + count,
                        "KiB anonymous",
                        new Target.None()),
                sample(used.anonymousBytes() - before.anonymousBytes()));
        figures.put(
                Figure.less("memory per tunnel, after GC, " + count, "KiB RSS", new Target.None()),
                sample(left.residentBytes() - before.residentBytes()));
        return figures;
    }

    private Sample sample(long bytes) {
        return new Sample(bytes / 1024.0 / tunnels);
    }
}
