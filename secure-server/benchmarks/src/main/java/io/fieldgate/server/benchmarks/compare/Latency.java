package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.openvpn.Transport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How long a packet takes from one client to another, sealing and opening included. Half load is
/// half of what the base server can forward when packets come by themselves; the same for both.
record Latency() implements Case {
    private static final int FLOWS = 8;
    private static final int LENGTH = 1400;
    private static final int IDLE_PER_SECOND = 200;
    private static final Target NOT_WORSE = new Target.Ratio(1, 1);

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String description() {
        return "one way from client to client, %d B, idle and at half load".formatted(LENGTH);
    }

    @Override
    public List<Comparison> run(Bench bench) throws Exception {
        List<Comparison> results = new ArrayList<>();
        try (Pair pair = bench.pair(bench.fleet(2 * FLOWS), Transport.UDP)) {
            pair.open(2 * FLOWS);
            LoadMeter meter = new LoadMeter(bench, pair.driver());
            // A few packets a second would not warm a server up.
            double warmUp = Math.max(1, bench.settings().warmUp().toSeconds());
            meter.run(pair.base(), full(warmUp));
            meter.run(pair.ours(), full(warmUp));
            int half = half(meter, pair.base());
            for (Load load :
                    List.of(new Load("idle", IDLE_PER_SECOND), new Load("half load", half))) {
                String command =
                        "trickle flows=%d length=%d rate=%d seconds=%s"
                                .formatted(FLOWS, LENGTH, load.rate(), bench.settings().seconds());
                results.addAll(
                        bench.rounds()
                                .alternate(
                                        pair.base(),
                                        pair.ours(),
                                        server -> figures(load, meter.run(server, command))));
            }
        }
        return results;
    }

    /// @param rate packets a second
    private record Load(String name, int rate) {}

    private static int half(LoadMeter meter, Running base) throws Exception {
        return Math.max(IDLE_PER_SECOND, (int) (meter.run(base, full(1)).packetsPerSecond() / 2));
    }

    /// As many packets as go, one by one.
    private static String full(double seconds) {
        return new Forward.LoadShape(LENGTH, FLOWS, 1, NOT_WORSE).command(seconds);
    }

    private static Map<Figure, Sample> figures(Load load, LoadMeter.Cost cost) {
        Map<Figure, Sample> figures = new LinkedHashMap<>();
        figures.put(
                Figure.less("latency p50, " + load.name(), "us", NOT_WORSE),
                cost.sample(cost.p50Nanos() / 1e3));
        figures.put(
                Figure.less("latency p99, " + load.name(), "us", NOT_WORSE),
                cost.sample(cost.p99Nanos() / 1e3));
        return figures;
    }
}
