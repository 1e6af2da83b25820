package io.fieldgate.server;

import io.fieldgate.server.control.EventSpool;
import io.fieldgate.server.crypto.AeadChoice;
import io.fieldgate.server.crypto.KeysChoice;
import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.net.VpnSockets;
import io.fieldgate.server.net.Workers;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.rehearsal.Rehearsal;
import io.fieldgate.server.service.Forwarder;
import io.fieldgate.server.session.DataPlane;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;

/// `java -jar secure-server.jar --rehearse`: a server with two peers of its own on any free port,
/// over loopback, without a portal.
final class Rehearse {
    private Rehearse() {}

    /// Says how it went.
    ///
    /// @return whether it went well
    static boolean perform(EventLog log) throws InterruptedException {
        InstantSource clock = InstantSource.system();
        DropCounters drops = new DropCounters();
        EventSpool spool = new EventSpool();
        try (ExecutorService handshakes =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name("handshake").factory())) {
            KeysChoice.begin(log);
            Gates gates = new Gates(clock, AeadChoice.begin(log));
            VpnSockets sockets = VpnSockets.open(0, Workers.wanted(log));
            Workers workers = Workers.of(sockets, drops, log);
            DataPlane dataPlane =
                    new DataPlane(
                            new DataPlane.Ports(
                                    workers.first(),
                                    handshakes,
                                    clock,
                                    Forwarder.NONE,
                                    workers.count(),
                                    workers::wake),
                            gates,
                            drops,
                            spool::add,
                            log);
            workers.start(dataPlane::lane, () -> {});
            try {
                WorkerPlane plane =
                        new WorkerPlane(workers.first(), dataPlane, gates, spool, drops);
                Rehearsal rehearsal = new Rehearsal();
                plane.identify(rehearsal.identity());
                plane.apply(rehearsal.state(), List.of(), List.of());
                rehearsal.perform(sockets.port()).forEach(line -> log.info("rehearsal: " + line));
                return true;
            } finally {
                workers.stop();
            }
        } catch (IOException | GeneralSecurityException | TimeoutException failed) {
            log.warn("rehearsal failed: " + failed.getMessage());
            return false;
        }
    }
}
