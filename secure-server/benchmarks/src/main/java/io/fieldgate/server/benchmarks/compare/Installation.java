package io.fieldgate.server.benchmarks.compare;

import java.io.Closeable;
import java.util.Map;

/// A server with its files, ready to be started as often as wanted, but once at a time.
interface Installation extends Closeable {
    /// Starts the process and does not wait.
    Running launch() throws Exception;

    /// Waits until it serves clients.
    void awaitReady(Running running) throws Exception;

    /// Starts it and waits until it serves clients.
    default Running start() throws Exception {
        Running running = launch();
        try {
            awaitReady(running);
            return running;
        } catch (Exception | AssertionError failed) {
            running.close();
            throw failed;
        }
    }

    /// What the server has dropped, by reason, as it told last; empty if it tells nobody.
    default Map<String, Long> dropped() {
        return Map.of();
    }

    @Override
    void close();
}
