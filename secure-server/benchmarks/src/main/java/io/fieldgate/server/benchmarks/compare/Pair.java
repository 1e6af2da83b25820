package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.openvpn.Transport;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// Both servers side by side, with a generator that knows them by their sides.
final class Pair implements Closeable {
    private final Deque<Closeable> open = new ArrayDeque<>();
    private final Bench bench;
    private final Fleet fleet;
    private final Driver driver;
    private final Running base;
    private final Running ours;

    /// Puts the files of a side's server in place.
    interface Installer {
        Installation install(Side side) throws Exception;
    }

    private Pair(Bench bench, Installer installer, Fleet fleet, Transport transport)
            throws Exception {
        this.bench = bench;
        this.fleet = fleet;
        driver = bench.driver(fleet);
        open.push(driver);
        try {
            base = start(installer, Side.BASE, transport);
            ours = start(installer, Side.OURS, transport);
        } catch (Exception | AssertionError failed) {
            close();
            throw failed;
        }
    }

    static Pair start(Bench bench, Installer installer, Fleet fleet, Transport transport)
            throws Exception {
        return new Pair(bench, installer, fleet, transport);
    }

    private Running start(Installer installer, Side side, Transport transport) throws Exception {
        Installation installation = installer.install(side);
        open.push(installation);
        Running running = installation.start();
        open.push(running);
        boolean mapped = fleet.isMapped() && bench.contender(side).mapsNetworks();
        driver.group(side, transport, mapped);
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
