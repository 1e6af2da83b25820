package io.fieldgate.server.benchmarks.load;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Dials a server that is not there yet, again and again, until it lets a client in.
final class Knock {
    /// A new attempt so often, until one was answered.
    private static final long PAUSE_NANOS = 20_000_000;

    /// So many wait for an answer at a time. More would keep a server that has just come up from
    /// letting the first of them in.
    private static final int MOST_WAITING = 10;

    /// A server that has answered and then lets nobody in is dialled anew.
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final Reactor reactor;
    private final Group group;
    private final Deque<Tunnel> waiting = new ArrayDeque<>();

    Knock(Reactor reactor, Group group) {
        this.reactor = reactor;
        this.group = group;
    }

    /// @return when the first client was let in, in milliseconds since 1970
    long until(long limitNanos) throws IOException, GeneralSecurityException {
        long end = System.nanoTime() + limitNanos;
        while (System.nanoTime() - end < 0) {
            Tunnel answered = answered(end);
            long patience = System.nanoTime() + PATIENCE_NANOS;
            while (!answered.isUp() && System.nanoTime() - Math.min(patience, end) < 0) {
                Reactor.hurry(answered);
                reactor.poll(1);
            }
            if (answered.isUp()) {
                return System.currentTimeMillis();
            }
            group.forget(answered);
        }
        throw new IOException("the server lets nobody in");
    }

    /// The one attempt that the server answers first; the others are given up.
    private Tunnel answered(long end) throws IOException, GeneralSecurityException {
        long next = System.nanoTime();
        while (System.nanoTime() - end < 0) {
            long now = System.nanoTime();
            if (next - now <= 0) {
                next = now + PAUSE_NANOS;
                waiting.add(group.dial());
                if (waiting.size() > MOST_WAITING) {
                    group.forget(waiting.remove());
                }
            }
            waiting.forEach(Reactor::hurry);
            reactor.poll(1);
            Optional<Tunnel> heard = waiting.stream().filter(Tunnel::isHeard).findFirst();
            if (heard.isPresent()) {
                waiting.remove(heard.get());
                waiting.forEach(group::forget);
                waiting.clear();
                return heard.get();
            }
        }
        throw new IOException("the server answers nobody");
    }
}
