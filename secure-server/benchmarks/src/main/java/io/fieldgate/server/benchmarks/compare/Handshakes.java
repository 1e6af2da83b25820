package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.openvpn.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Clients that come and go, one after the other: what each costs the server. TLS 1.3, keys on
/// P-256.
///
/// @param count in one round
/// @param target of the server's processor time for each
record Handshakes(int count, Target target) implements Case {
    private static final int CLIENTS = 64;
    private static final int LIMIT_SECONDS = 20;

    /// The JIT compilers work for so long until all that a handshake calls is compiled.
    private static final Duration WARM_UP = Duration.ofMinutes(4);

    @Override
    public String name() {
        return "handshake";
    }

    @Override
    public String description() {
        return count
                + " full connections one after the other, each with a goodbye; after 4 minutes of"
                + " them";
    }

    @Override
    public List<Comparison> run(Bench bench) throws Exception {
        try (Pair pair = bench.pair(bench.fleet(CLIENTS), Transport.UDP)) {
            return bench.slowlyWarmed(WARM_UP)
                    .alternate(pair.base(), pair.ours(), server -> measure(pair, server));
        }
    }

    private Map<Figure, Sample> measure(Pair pair, Running server) throws Exception {
        ProcessCpu before = server.cpu();
        Driver.Answer answer =
                pair.driver()
                        .ask(
                                "connect group=%s count=%d seconds=%d"
                                        .formatted(server.side(), count, LIMIT_SECONDS));
        double millis = server.cpu().since(before) / 1e6 / count;
        double each = answer.get("nanos") / 1e6 / count;
        return Map.of(
                Figure.less("handshake", "CPU ms/connection", target),
                new Sample(millis, 0, Map.of("wallMillis", each)));
    }
}
