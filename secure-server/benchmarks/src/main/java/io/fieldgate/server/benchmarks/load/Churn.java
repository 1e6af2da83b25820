package io.fieldgate.server.benchmarks.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Dials in again with one tunnel after the other, without a goodbye, and looks after all others:
/// none of them may end.
final class Churn {
    private static final long CHECK_NANOS = 5_000_000;
    private static final long SCAN_NANOS = 200_000_000;
    private static final long LATE_NANOS = 10_000_000_000L;

    private final List<Tunnel> all;
    private final List<Tunnel> restless;
    private final Map<Tunnel, Long> dialling = new LinkedHashMap<>();
    private final long pause;
    private int turn;
    private long nextCheck;
    private long nextScan;
    private long nextDial;
    private long redialled;
    private long failed;
    private long late;
    private long ended;

    /// @param keep so many of the first stay
    /// @param perSecond how many dial in again; 0 for none
    Churn(List<Tunnel> tunnels, int keep, int perSecond) {
        all = List.copyOf(tunnels);
        restless = all.subList(keep, all.size());
        pause = perSecond == 0 || restless.isEmpty() ? 0 : 1_000_000_000L / perSecond;
        nextDial = System.nanoTime() + pause;
    }

    /// Does what is due.
    void turn() {
        long now = System.nanoTime();
        if (nextCheck - now > 0) {
            return;
        }
        nextCheck = now + CHECK_NANOS;
        for (Map.Entry<Tunnel, Long> each : List.copyOf(dialling.entrySet())) {
            check(each.getKey(), now - each.getValue());
        }
        if (nextScan - now <= 0) {
            nextScan = now + SCAN_NANOS;
            scan(now);
        }
        while (pause > 0 && nextDial - now <= 0) {
            nextDial += pause;
            Tunnel next = restless.get(turn++ % restless.size());
            if (!dialling.containsKey(next)) {
                dial(next, now);
                redialled++;
            }
        }
    }

    private void check(Tunnel tunnel, long took) {
        if (tunnel.isUp()) {
            dialling.remove(tunnel);
            late += took > LATE_NANOS ? 1 : 0;
        } else if (!tunnel.end().isEmpty()) {
            failed++;
            tunnel.restart();
        }
    }

    private void scan(long now) {
        for (Tunnel tunnel : all) {
            if (!tunnel.isUp() && !dialling.containsKey(tunnel)) {
                ended++;
                dial(tunnel, now);
            }
        }
    }

    private void dial(Tunnel tunnel, long now) {
        tunnel.restart();
        dialling.put(tunnel, now);
    }

    /// Waits until those are up that are dialling.
    ///
    /// @return those that are not up by then
    List<Tunnel> settle(Reactor reactor) {
        long end = System.nanoTime() + LATE_NANOS;
        while (!dialling.isEmpty() && System.nanoTime() - end < 0) {
            dialling.keySet().removeIf(Tunnel::isUp);
            dialling.keySet().stream().filter(t -> !t.end().isEmpty()).forEach(Tunnel::restart);
            reactor.poll(1);
        }
        return new ArrayList<>(dialling.keySet());
    }

    /// As it stands in an answer.
    String summary(int notUp) {
        return "redialled=%d failed=%d late=%d ended=%d"
                .formatted(redialled, failed, late + notUp, ended);
    }
}
