package io.fieldgate.server.benchmarks.load;

import java.io.IOException;
import java.security.GeneralSecurityException;

/// Dials a server that is not there yet, again and again, until it lets a client in.
final class Knock {
    /// So often, until one was answered.
    private static final long PAUSE_NANOS = 10_000_000;

    /// A server that has answered and then lets nobody in is dialled anew.
    private static final long PATIENCE_NANOS = 3_000_000_000L;

    private final Reactor reactor;
    private final Group group;

    Knock(Reactor reactor, Group group) {
        this.reactor = reactor;
        this.group = group;
    }

    /// @return when the first client was let in, in milliseconds since 1970
    long until(long limitNanos) throws IOException, GeneralSecurityException {
        long end = System.nanoTime() + limitNanos;
        long next = System.nanoTime();
        while (System.nanoTime() - end < 0) {
            long now = System.nanoTime();
            if (next - now <= 0) {
                boolean answered = group.tunnels().stream().anyMatch(Tunnel::isHeard);
                next = now + (answered ? PATIENCE_NANOS : PAUSE_NANOS);
                group.dial();
            }
            group.tunnels().forEach(Reactor::hurry);
            reactor.poll(1);
            if (group.tunnels().stream().anyMatch(Tunnel::isUp)) {
                return System.currentTimeMillis();
            }
        }
        throw new IOException("the server lets nobody in: " + group.complaint());
    }
}
