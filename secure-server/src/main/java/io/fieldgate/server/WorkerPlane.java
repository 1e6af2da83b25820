package io.fieldgate.server;

import io.fieldgate.contract.control.Probe;
import io.fieldgate.server.control.DesiredState;
import io.fieldgate.server.control.EventSpool;
import io.fieldgate.server.control.Identity;
import io.fieldgate.server.control.Plane;
import io.fieldgate.server.net.Worker;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.session.DataPlane;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/// The data plane for other threads: each call runs on the worker thread and is waited for.
final class WorkerPlane implements Plane {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Worker worker;
    private final DataPlane dataPlane;
    private final Gates gates;
    private final EventSpool spool;
    private final DropCounters drops;

    WorkerPlane(
            Worker worker, DataPlane dataPlane, Gates gates, EventSpool spool, DropCounters drops) {
        this.worker = worker;
        this.dataPlane = dataPlane;
        this.gates = gates;
        this.spool = spool;
        this.drops = drops;
    }

    @Override
    public void identify(Identity identity) {
        gates.identify(identity);
    }

    @Override
    public List<String> apply(DesiredState state, List<String> endSessions, List<Probe> probes)
            throws InterruptedException, TimeoutException {
        return ask(() -> {
            List<String> problems = dataPlane.apply(System.nanoTime(), state, endSessions);
            dataPlane.probe(System.nanoTime(), probes);
            return problems;
        });
    }

    @Override
    public Observation observe(boolean snapshot, int maxEvents)
            throws InterruptedException, TimeoutException {
        return ask(() ->
                new Observation(
                        snapshot ? dataPlane.sessions() : null,
                        spool.drain(maxEvents),
                        drops.byName(),
                        dataPlane.takeRuleHits(System.nanoTime())));
    }

    private <T> T ask(Callable<T> command) throws InterruptedException, TimeoutException {
        try {
            return worker.ask(command, LIMIT).get();
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case TimeoutException late -> throw late;
                case RuntimeException defect -> throw defect;
                case null, default -> throw new IllegalStateException(failed);
            }
        }
    }
}
