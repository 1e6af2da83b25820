package io.fieldgate.server;

import io.fieldgate.contract.host.InstanceConfig;
import io.fieldgate.server.control.ControlLink;
import io.fieldgate.server.control.EventSpool;
import io.fieldgate.server.control.InstanceDirectory;
import io.fieldgate.server.crypto.AeadChoice;
import io.fieldgate.server.crypto.KeysChoice;
import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.net.VpnSockets;
import io.fieldgate.server.net.Workers;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.service.UdpForwarder;
import io.fieldgate.server.session.DataPlane;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One running secure server, put together: sockets, worker, data plane, handshake threads, control
/// link.
final class ServerProcess {
    /// Peers get the word to come back, and this long to acknowledge it.
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private static final Duration POLL = Duration.ofMillis(20);
    private static final int HANDSHAKE_QUEUE = 4096;

    private final int port;
    private final Workers workers;
    private final DataPlane dataPlane;
    private final ExecutorService handshakes;
    private final UdpForwarder forwarder;
    private final ControlLink control;

    private ServerProcess(
            int port,
            Workers workers,
            DataPlane dataPlane,
            ExecutorService handshakes,
            UdpForwarder forwarder,
            ControlLink control) {
        this.port = port;
        this.workers = workers;
        this.dataPlane = dataPlane;
        this.handshakes = handshakes;
        this.forwarder = forwarder;
        this.control = control;
    }

    /// Opens the ports and begins; peers are served as soon as the state is known.
    ///
    /// @throws io.fieldgate.server.net.PortUnavailableException if a port is taken
    /// @param onFailure called when the server cannot go on
    static ServerProcess start(Path directory, EventLog log, Runnable onFailure)
            throws IOException {
        InstanceDirectory files = new InstanceDirectory(directory);
        InstanceConfig config = files.config();
        InstantSource clock = InstantSource.system();
        DropCounters drops = new DropCounters();
        EventSpool spool = new EventSpool();
        KeysChoice.begin(log);
        Gates gates = new Gates(clock, AeadChoice.begin(log));
        ExecutorService handshakes = handshakeThreads();
        VpnSockets sockets = VpnSockets.open(config.port(), Workers.wanted(log));
        Workers workers = Workers.of(sockets, drops, log);
        UdpForwarder forwarder = UdpForwarder.start(log);
        DataPlane dataPlane =
                new DataPlane(
                        new DataPlane.Ports(
                                workers.first(),
                                handshakes,
                                clock,
                                forwarder,
                                workers.count(),
                                workers::wake),
                        gates,
                        drops,
                        spool::add,
                        log);
        WorkerPlane plane = new WorkerPlane(workers.first(), dataPlane, gates, spool, drops);
        ControlLink control = new ControlLink(files, config, plane, spool, log);
        workers.start(dataPlane::lane, onFailure);
        control.start();
        log.info("listening on UDP and TCP port " + sockets.port());
        return new ServerProcess(
                sockets.port(), workers, dataPlane, handshakes, forwarder, control);
    }

    /// The port that is open.
    int port() {
        return port;
    }

    /// Tells all peers to come back and stops; takes two seconds if there are any.
    void stop() throws InterruptedException {
        long end = System.nanoTime() + FAREWELL.toNanos();
        workers.first().execute(() -> dataPlane.beginStop(System.nanoTime()));
        while (System.nanoTime() - end < 0 && !isIdle()) {
            Thread.sleep(POLL);
        }
        control.stop();
        workers.stop();
        forwarder.stop();
        handshakes.shutdownNow();
    }

    private boolean isIdle() throws InterruptedException {
        try {
            return workers.first().ask(dataPlane::isEmpty, FAREWELL).get();
        } catch (ExecutionException failed) {
            // The worker does not answer any more; nobody is left to wait for.
            return failed.getCause() instanceof TimeoutException;
        }
    }

    /// Few, so that a storm of reconnects leaves the worker its core.
    private static ExecutorService handshakeThreads() {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(HANDSHAKE_QUEUE),
                Thread.ofPlatform().daemon().name("handshake-", 1).factory());
    }
}
