package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.openvpn.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Packets from one client to another: what each costs the server.
///
/// @param loads each measured by itself
/// @param mapped whether our server also translates addresses, in Identical Networks
record Forward(
        String name, String description, Transport transport, boolean mapped, List<LoadShape> loads)
        implements Case {
    /// Moderate, so that each packet comes by itself.
    private static final int PACED_PER_SECOND = 20_000;

    private static final int GENTLE_PER_SECOND = 500;

    /// So many on their way at most; fits into the socket buffers of both servers.
    private static final int WINDOW = 256;

    static final int BURST = 32;

    /// So many go one by one before the generator reads what came back: as a host sends whose
    /// programs have much to say. If it read after each, it would be slower than the servers.
    static final int ROW = 32;

    private static final double GIGABYTE = 1e9;

    /// A load, and what the server's processor time for it shall be.
    ///
    /// @param rate packets a second, one by one; 0 for as many as go
    /// @param burst how many are sent as one, where as many as go are sent
    record LoadShape(int length, int flows, int rate, int burst, Target target) {
        /// As many as go.
        LoadShape(int length, int flows, int burst, Target target) {
            this(length, flows, 0, burst, target);
        }

        static LoadShape paced(int length, int flows, int rate, Target target) {
            return new LoadShape(length, flows, rate, 1, target);
        }

        String command(double seconds) {
            return rate == 0
                    ? "window flows=%d length=%d window=%d burst=%d row=%d seconds=%s"
                            .formatted(flows, length, WINDOW, burst, ROW, seconds)
                    : "trickle flows=%d length=%d rate=%d seconds=%s"
                            .formatted(flows, length, rate, seconds);
        }

        String text() {
            return "%d B, %d %s".formatted(length, flows, flows == 1 ? "flow" : "flows");
        }
    }

    static Forward trickle() {
        Target target = new Target.Ratio(1 / 1.8, 1 / 2.3);
        return new Forward(
                "forward-trickle",
                "as many packets as go, each sent by itself",
                Transport.UDP,
                false,
                List.of(
                        new LoadShape(1400, 1, 1, target),
                        new LoadShape(1400, 8, 1, target),
                        new LoadShape(128, 1, 1, target),
                        new LoadShape(128, 8, 1, target)));
    }

    /// Mostly what it costs a processor to fall asleep and wake up.
    static Forward paced() {
        return new Forward(
                "forward-paced",
                "%,d packets/s one by one".formatted(PACED_PER_SECOND),
                Transport.UDP,
                false,
                List.of(
                        LoadShape.paced(1400, 8, PACED_PER_SECOND, new Target.None()),
                        LoadShape.paced(128, 8, PACED_PER_SECOND, new Target.None())));
    }

    static Forward bulk() {
        Target target = new Target.Ratio(1 / 2.5, 1.0 / 4);
        return new Forward(
                "forward-bulk",
                "as many packets as go, %d sent at once".formatted(BURST),
                Transport.UDP,
                false,
                List.of(
                        new LoadShape(1400, 1, BURST, target),
                        new LoadShape(1400, 8, BURST, target),
                        new LoadShape(128, 8, BURST, target)));
    }

    /// Flows to devices by their unique addresses, which our server translates. The stock server
    /// cannot; it forwards to the peers themselves.
    static Forward mappedTrickle() {
        return mapped(
                "mapped-trickle", "each sent by itself", 1, new Target.Ratio(1 / 1.8, 1 / 2.3));
    }

    /// The same.
    static Forward mappedBulk() {
        return mapped(
                "mapped-bulk", BURST + " sent at once", BURST, new Target.Ratio(1 / 2.5, 1.0 / 4));
    }

    private static Forward mapped(String name, String how, int burst, Target target) {
        return new Forward(
                name,
                "as many packets as go, %s; ours translates addresses".formatted(how),
                Transport.UDP,
                true,
                List.of(
                        new LoadShape(1400, 8, burst, target),
                        new LoadShape(128, 8, burst, target)));
    }

    static Forward tcp() {
        Target target = new Target.Ratio(1 / 1.3, 1.0 / 2);
        return new Forward(
                "tcp",
                "tunnels over TCP, as many packets as go",
                Transport.TCP,
                false,
                List.of(new LoadShape(1400, 1, BURST, target)));
    }

    /// Little enough for any machine, to see that all comes through.
    static Forward gentle() {
        return gentle("gentle", Transport.UDP, false);
    }

    /// The same, with addresses translated by our server.
    static Forward gentleMapped() {
        return gentle("gentle-mapped", Transport.UDP, true);
    }

    /// The same over TCP.
    static Forward gentleTcp() {
        return gentle("gentle-tcp", Transport.TCP, false);
    }

    private static Forward gentle(String name, Transport transport, boolean mapped) {
        return new Forward(
                name,
                "%,d packets/s, for correctness only".formatted(GENTLE_PER_SECOND),
                transport,
                mapped,
                List.of(
                        LoadShape.paced(1400, 2, GENTLE_PER_SECOND, new Target.None()),
                        LoadShape.paced(128, 2, GENTLE_PER_SECOND, new Target.None())));
    }

    @Override
    public List<Comparison> run(Bench bench) throws Exception {
        List<Comparison> results = new ArrayList<>();
        int flows = loads.stream().mapToInt(LoadShape::flows).max().orElse(1);
        try (Pair pair = bench.pair(fleet(bench, 2 * flows), transport)) {
            pair.open(2 * flows);
            LoadMeter meter = new LoadMeter(bench, pair.driver());
            for (LoadShape load : loads) {
                String command = load.command(bench.settings().seconds());
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

    private Fleet fleet(Bench bench, int size) throws Exception {
        return mapped ? bench.mappedFleet(size) : bench.fleet(size);
    }

    private Map<Figure, Sample> figures(LoadShape load, LoadMeter.Cost cost) {
        if (transport == Transport.TCP) {
            Figure figure = Figure.less(name + " " + load.text(), "CPU s/GB", load.target());
            double bytes = (double) cost.received() * load.length();
            return Map.of(figure, cost.sample(cost.cpuNanos() / 1e9 / bytes * GIGABYTE));
        }
        Figure figure = Figure.less(name + " " + load.text(), "CPU us/packet", load.target());
        return Map.of(figure, cost.sample(cost.cpuMicrosPerPacket()));
    }
}
