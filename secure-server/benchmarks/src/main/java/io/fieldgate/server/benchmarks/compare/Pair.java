package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.openvpn.Transport;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// Both servers side by side, with a generator that knows them by their sides.
final class Pair implements Closeable {
    private final Deque<Closeable> open = new ArrayDeque<>();
    private final Driver driver;
    private final Running base;
    private final Running ours;

    private Pair(Bench bench, Fleet fleet, Transport transport) throws Exception {
        driver = bench.driver(fleet);
        open.push(driver);
        try {
            base = start(bench, Side.BASE, fleet, transport);
            ours = start(bench, Side.OURS, fleet, transport);
        } catch (Exception | AssertionError failed) {
            close();
            throw failed;
        }
    }

    static Pair start(Bench bench, Fleet fleet, Transport transport) throws Exception {
        return new Pair(bench, fleet, transport);
    }

    private Running start(Bench bench, Side side, Fleet fleet, Transport transport)
            throws Exception {
        Installation installation =
                bench.install(side, fleet, transport, bench.settings().heapMegabytes());
        open.push(installation);
        Running running = installation.start();
        open.push(running);
        driver.group(side, transport);
        return running;
    }

    Driver driver() {
        return driver;
    }

    Running base() {
        return base;
    }

    Running ours() {
        return ours;
    }

    /// Brings up so many tunnels to each.
    void open(int tunnels) throws Exception {
        driver.open(Side.BASE, tunnels, 4, 60);
        driver.open(Side.OURS, tunnels, 4, 60);
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
