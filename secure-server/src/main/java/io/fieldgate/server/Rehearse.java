package io.fieldgate.server;

import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.rehearsal.Rehearsal;
import java.io.IOException;
import java.security.GeneralSecurityException;

/// `java -jar secure-server.jar --rehearse`: a server as any other on any free port, with a portal
/// and two peers of its own, over loopback.
final class Rehearse {
    private Rehearse() {}

    /// Says how it went.
    ///
    /// @return whether it went well
    static boolean perform(EventLog log) throws InterruptedException {
        try (Rehearsal rehearsal = new Rehearsal()) {
            ServerProcess server = ServerProcess.start(rehearsal.directory(), log, () -> {});
            try {
                rehearsal.perform(server.port()).forEach(line -> log.info("rehearsal: " + line));
                return true;
            } finally {
                server.stop();
            }
        } catch (IOException | GeneralSecurityException failed) {
            log.warn("rehearsal failed: " + failed.getMessage());
            return false;
        }
    }
}
