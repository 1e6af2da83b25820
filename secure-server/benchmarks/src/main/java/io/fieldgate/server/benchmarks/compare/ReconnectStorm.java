package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.openvpn.Transport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All clients but two dial in again at the same moment, without a goodbye, while those two go on
/// talking.
///
/// @param name of the case
/// @param rounds at most
record ReconnectStorm(String name, int tunnels, int rounds) implements Case {
    private static final int KEPT = 2;
    private static final int AT_ONCE = 16;
    private static final int PER_SECOND = 1000;
    private static final int LENGTH = 400;

    @Override
    public String description() {
        return "%,d clients dial in again at once; two more go on talking, %,d packets/s"
                .formatted(tunnels, PER_SECOND);
    }

    @Override
    public List<Comparison> run(Bench bench) throws Exception {
        Fleet fleet = bench.fleet(tunnels + KEPT);
        return bench.rounds(rounds)
                .alternateCold(Side.BASE, Side.OURS, side -> measure(bench, fleet, side));
    }

    private Map<Figure, Sample> measure(Bench bench, Fleet fleet, Side side) throws Exception {
        int limitSeconds = 120 + tunnels / 5;
        try (Driver driver = bench.driver(fleet);
                Installation installation =
                        bench.install(
                                side,
                                fleet,
                                Transport.UDP,
                                bench.settings().heapMegabytes(tunnels));
                Running server = installation.start()) {
            driver.group(side, Transport.UDP);
            driver.open(side, tunnels + KEPT, AT_ONCE, limitSeconds);
            ProcessCpu before = server.cpu();
            Driver.Answer answer =
                    driver.ask(
                            "storm group=%s keep=%d rate=%d length=%d seconds=%d"
                                    .formatted(side, KEPT, PER_SECOND, LENGTH, limitSeconds));
            double cpuSeconds = server.cpu().since(before) / 1e9;
            return figures(answer, cpuSeconds, server);
        }
    }

    private Map<Figure, Sample> figures(Driver.Answer answer, double cpuSeconds, Running server)
            throws Exception {
        String count = "storm of %,d, ".formatted(tunnels);
        boolean allUp = answer.get("left") == 0;
        double memory = server.memory().residentBytes() / 1e6;
        double loss = 100.0 * (answer.get("sent") - answer.get("received")) / answer.get("sent");
        Map<String, Double> beside =
                Map.of("notUp", (double) answer.get("left"), "serverCpuSeconds", cpuSeconds);
        Target none = new Target.None();
        Map<Figure, Sample> figures = new LinkedHashMap<>();
        figures.put(
                Figure.less(count + "until all are up", "s", none),
                new Sample(allUp ? answer.get("took") / 1e9 : Double.NaN, 0, beside));
        figures.put(Figure.less(count + "loss of the running tunnel", "%", none), new Sample(loss));
        figures.put(
                Figure.less(count + "its latency, p99", "ms", none),
                new Sample(answer.get("p99") / 1e6));
        figures.put(Figure.less(count + "memory at the end", "MB RSS", none), new Sample(memory));
        return figures;
    }
}
