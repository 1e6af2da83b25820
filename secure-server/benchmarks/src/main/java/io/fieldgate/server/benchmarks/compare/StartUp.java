package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.openvpn.Transport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How soon a server that has its keys and state lets its first client in, and how much memory it
/// then has while it does nothing.
record StartUp() implements Case {
    private static final int CLIENTS = 64;
    private static final Duration REST = Duration.ofSeconds(15);
    private static final Figure TIME =
            Figure.less("start to first client", "s", new Target.Absolute(1.5, 0.5));

    /// Says the same as the time, but also on a machine that does other work meanwhile.
    private static final Figure CPU = Figure.less("start, CPU", "s", new Target.None());

    private static final Figure MEMORY =
            Figure.less("idle memory", "MB RSS", new Target.Absolute(96, 64));

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String description() {
        return "from the start of the process to the first client let in; memory afterwards";
    }

    @Override
    public List<Comparison> run(Bench bench) throws Exception {
        Fleet fleet = bench.fleet(CLIENTS);
        Deque<Installation> open = new ArrayDeque<>();
        try (Driver driver = bench.driver(fleet)) {
            Map<Side, Installation> installations = new LinkedHashMap<>();
            for (Side side : Side.values()) {
                Installation installation =
                        bench.install(side, fleet, Transport.UDP, bench.settings().heapMegabytes());
                open.push(installation);
                installations.put(side, installation);
                driver.group(side, Transport.UDP);
                // Ours fetches its certificates and its state once.
                installation.start().close();
            }
            return bench.rounds()
                    .alternateCold(
                            Side.BASE,
                            Side.OURS,
                            side -> measure(driver, side, installations.get(side)));
        } finally {
            for (Installation installation : open) {
                installation.close();
            }
        }
    }

    private static Map<Figure, Sample> measure(
            Driver driver, Side side, @Nullable Installation installation) throws Exception {
        if (installation == null) {
            throw new IllegalStateException("no installation for " + side);
        }
        try (Running server = installation.launch()) {
            long at = driver.ask("knock seconds=30 group=" + side).get("at");
            double cpuSeconds = server.cpuSeconds();
            driver.ask("leave group=" + side);
            Thread.sleep(REST);
            Map<Figure, Sample> figures = new LinkedHashMap<>();
            figures.put(TIME, new Sample((at - server.startedMillis()) / 1e3));
            figures.put(CPU, new Sample(cpuSeconds));
            figures.put(MEMORY, new Sample(server.memory().residentBytes() / 1e6));
            return figures;
        }
    }
}
