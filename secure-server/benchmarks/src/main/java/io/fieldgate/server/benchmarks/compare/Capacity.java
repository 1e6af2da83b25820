package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.openvpn.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How much a server with several workers could forward on as many processors, by what a packet
/// costs it: the load generator needs a processor too, so that it cannot be seen at once. The stock
/// server has one thread.
final class Capacity implements Case {
    private static final int WORKERS = 2;
    private static final int FLOWS = 8;

    @Override
    public String name() {
        return "workers";
    }

    @Override
    public String description() {
        return "%d workers on both processors, %d flows sent in bulk: what their processors could forward"
                .formatted(WORKERS, FLOWS);
    }

    @Override
    public List<Comparison> run(Bench bench) throws Exception {
        List<Comparison> results = new ArrayList<>();
        try (Pair pair = bench.pair(bench.fleet(2 * FLOWS), Transport.UDP, WORKERS)) {
            pair.open(2 * FLOWS);
            LoadMeter meter = new LoadMeter(bench, pair.driver());
            for (int length : new int[] {1400, 128}) {
                Forward.LoadShape load =
                        new Forward.LoadShape(
                                length, FLOWS, Forward.BURST, new Target.Ratio(2.5, 4));
                Figure figure = Figure.more("workers " + load.text(), "packets/s", load.target());
                String command = load.command(bench.settings().seconds());
                results.addAll(
                        bench.rounds()
                                .alternate(
                                        pair.base(),
                                        pair.ours(),
                                        server -> {
                                            LoadMeter.Cost cost = meter.run(server, command);
                                            int threads = server.side() == Side.OURS ? WORKERS : 1;
                                            double capacity =
                                                    threads * 1e6 / cost.cpuMicrosPerPacket();
                                            return Map.of(figure, cost.sample(capacity));
                                        }));
            }
        }
        return results;
    }
}
