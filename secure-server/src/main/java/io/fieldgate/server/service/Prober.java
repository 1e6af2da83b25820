package io.fieldgate.server.service;

import io.fieldgate.contract.control.ServerEvent;
import io.fieldgate.contract.control.ServerEvent.ProbeAnswered.Outcome;
import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.routing.GatewayService;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Asks devices through their nodes whether they are there, and reports what they say. Owned by the
/// worker thread.
final class Prober<P> {
    static final int MAX_AT_ONCE = 16;
    static final int MAX_WAITING = 64;

    private final RandomGenerator random;
    private final GatewayService.Reply<P> out;
    private final Consumer<ServerEvent> events;
    private final InstantSource clock;
    private final EventLog log;
    private final List<Probing<P>> running = new ArrayList<>();
    private final Deque<Waiting<P>> waiting = new ArrayDeque<>();

    Prober(
            RandomGenerator random,
            GatewayService.Reply<P> out,
            Consumer<ServerEvent> events,
            InstantSource clock,
            EventLog log) {
        this.random = random;
        this.out = out;
        this.events = events;
        this.clock = clock;
        this.log = log;
    }

    private record Waiting<P>(P node, Probing.Wanted wanted) {}

    /// Begins a probe now, or as soon as there are few enough.
    void start(long nowNanos, P node, Probing.Wanted wanted) {
        if (waiting.size() == MAX_WAITING) {
            log.warn("probe %s is left out: %d wait".formatted(wanted.id(), MAX_WAITING));
            return;
        }
        waiting.add(new Waiting<>(node, wanted));
        runDue(nowNanos, nowNanos);
    }

    /// Reports the outcome of a probe that need not be sent.
    void settle(String id, Outcome outcome) {
        report(id, outcome, 0);
    }

    /// Whether a packet to the gateway belongs to a probe.
    boolean take(long nowNanos, P sender, InnerPacket packet) {
        for (Probing<P> probe : running) {
            if (probe.take(nowNanos, sender, packet, out)) {
                runDue(nowNanos, nowNanos);
                return true;
            }
        }
        return false;
    }

    /// Sends what is due.
    ///
    /// @return when there is something to do next, at the latest at `otherwise`
    long runDue(long nowNanos, long otherwise) {
        for (Iterator<Probing<P>> all = running.iterator(); all.hasNext(); ) {
            Probing<P> probe = all.next();
            if (finish(nowNanos, probe)) {
                all.remove();
            }
        }
        while (running.size() < MAX_AT_ONCE && !waiting.isEmpty()) {
            Waiting<P> next = waiting.remove();
            Probing<P> probe = new Probing<>(nowNanos, next.node(), next.wanted(), random);
            probe.advance(nowNanos, out);
            running.add(probe);
        }
        long next = otherwise;
        for (Probing<P> probe : running) {
            next = probe.due() - next < 0 ? probe.due() : next;
        }
        return next;
    }

    private boolean finish(long nowNanos, Probing<P> probe) {
        if (probe.outcome() == null) {
            probe.advance(nowNanos, out);
        }
        Outcome outcome = probe.outcome();
        if (outcome == null) {
            return false;
        }
        report(probe.id(), outcome, probe.millis(nowNanos));
        return true;
    }

    private void report(String id, Outcome outcome, int millis) {
        events.accept(new ServerEvent.ProbeAnswered(clock.instant(), id, outcome, millis));
    }
}
