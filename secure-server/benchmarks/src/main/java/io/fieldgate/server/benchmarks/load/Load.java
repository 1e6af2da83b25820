package io.fieldgate.server.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Flows between pairs of tunnels: the first of a pair sends, the second receives.
final class Load {
    private static final long DRAIN_NANOS = 200_000_000;

    /// What has not come back by then is lost, and others may go.
    private static final long GIVE_UP_NANOS = 100_000_000;

    /// Who was kept from sending for longer does not make up for it: that would be a burst.
    private static final long LATEST_NANOS = 1_000_000;

    private final Reactor reactor;
    private final Latencies latencies;
    private final List<Flow> flows = new ArrayList<>();
    private long begun;
    private long nanos;

    /// @param mapped whether to send to devices behind the receivers, by their unique addresses
    /// @param run tells its packets from those of runs before
    /// @param length of each IP packet
    Load(
            Reactor reactor,
            Latencies latencies,
            List<Tunnel> tunnels,
            boolean mapped,
            int run,
            int flowCount,
            int length) {
        if (tunnels.size() < 2 * flowCount) {
            throw new IllegalArgumentException(
                    "%d flows need %d tunnels".formatted(flowCount, 2 * flowCount));
        }
        this.reactor = reactor;
        this.latencies = latencies;
        latencies.clear();
        for (int i = 0; i < flowCount; i++) {
            int to = 2 * i + 1;
            Flow.Target target = mapped ? Flow.Target.behind(to) : Flow.Target.of(tunnels.get(to));
            flows.add(
                    new Flow(
                            tunnels.get(2 * i),
                            tunnels.get(to),
                            target,
                            run,
                            i,
                            length,
                            latencies));
        }
    }

    /// One packet after the other at an even rate, for so long.
    void trickle(int perSecond, long wanted) {
        long end = System.nanoTime() + wanted;
        trickle(perSecond, () -> System.nanoTime() - end >= 0);
    }

    /// The same, until something has happened.
    void trickle(int perSecond, BooleanSupplier over) {
        begun = System.nanoTime();
        long pause = 1_000_000_000L / perSecond;
        long next = begun;
        int turn = 0;
        while (!over.getAsBoolean()) {
            long now = System.nanoTime();
            if (next - now <= 0) {
                flows.get(turn++ % flows.size()).send(now);
                next = Math.max(next + pause, now - LATEST_NANOS);
            }
            reactor.poll(0);
        }
        nanos = System.nanoTime() - begun;
        drain();
    }

    /// As many packets as the server and this process can take: never more than a window of them on
    /// their way.
    ///
    /// @param burst how many go together, as one call
    /// @param row how many go one after the other before this process reads what came back
    void window(int window, int burst, int row, long wanted) {
        begun = System.nanoTime();
        long lost = 0;
        long lastReceived = 0;
        long lastChange = begun;
        long bursts = 0;
        long now = begun;
        while (now - begun < wanted) {
            long received = received();
            if (received != lastReceived) {
                lastReceived = received;
                lastChange = now;
            }
            long underWay = Math.max(0, sent() - received - lost);
            int left = (int) Math.min(row, window - underWay);
            if (left < burst && now - lastChange > GIVE_UP_NANOS) {
                lost += underWay;
                lastChange = now;
            }
            for (; left >= burst; left -= burst) {
                flows.get((int) (bursts++ % flows.size())).send(now, burst);
            }
            reactor.poll(0);
            now = System.nanoTime();
        }
        nanos = now - begun;
        drain();
    }

    private void drain() {
        long end = System.nanoTime() + DRAIN_NANOS;
        while (received() < sent() && System.nanoTime() - end < 0) {
            reactor.poll(1);
        }
    }

    private long sent() {
        long sum = 0;
        for (Flow flow : flows) {
            sum += flow.sent();
        }
        return sum;
    }

    private long received() {
        long sum = 0;
        for (Flow flow : flows) {
            sum += flow.received();
        }
        return sum;
    }

    /// What became of all packets, as it stands in an answer.
    String summary() {
        long[] times = latencies.quantiles(0.5, 0.99);
        return "sent=%d received=%d duplicated=%d reordered=%d damaged=%d nanos=%d p50=%d p99=%d"
                .formatted(
                        sent(),
                        received(),
                        flows.stream().mapToLong(Flow::duplicated).sum(),
                        flows.stream().mapToLong(Flow::reordered).sum(),
                        flows.stream().mapToLong(Flow::damaged).sum(),
                        nanos,
                        times[0],
                        times[1]);
    }
}
