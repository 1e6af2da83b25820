package io.fieldgate.server.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// All tunnels to one server.
final class Group {
    private static final int WAIT_MILLIS = 1;

    private final Reactor reactor;
    private final Dialler dialler;
    private final List<Member> members;
    private final Function<Integer, InetAddress> addresses;
    private final boolean mapped;
    private final List<Tunnel> tunnels = new ArrayList<>();
    private int dialled;

    Group(
            Reactor reactor,
            Dialler dialler,
            List<Member> members,
            Function<Integer, InetAddress> addresses,
            boolean mapped) {
        this.reactor = reactor;
        this.dialler = dialler;
        this.members = members;
        this.addresses = addresses;
        this.mapped = mapped;
    }

    /// Whether clients send to devices behind nodes.
    boolean isMapped() {
        return mapped;
    }

    List<Tunnel> tunnels() {
        return tunnels;
    }

    /// Brings up so many more.
    ///
    /// @param atOnce how many handshakes run beside each other
    /// @return how many came up
    int open(int count, int atOnce, long limitNanos) throws IOException, GeneralSecurityException {
        int before = tunnels.size();
        long end = System.nanoTime() + limitNanos;
        List<Tunnel> opening = new ArrayList<>();
        while (System.nanoTime() - end < 0) {
            opening.removeIf(tunnel -> tunnel.isUp() || !tunnel.end().isEmpty());
            int made = tunnels.size() - before;
            if (made == count && opening.isEmpty()) {
                break;
            }
            if (made < count && opening.size() < atOnce) {
                opening.add(dial());
            }
            opening.forEach(Reactor::hurry);
            reactor.poll(opening.size() < atOnce && made < count ? 0 : WAIT_MILLIS);
        }
        return (int) tunnels.subList(before, tunnels.size()).stream().filter(Tunnel::isUp).count();
    }

    /// A tunnel for the next client, which has not begun yet.
    Tunnel dial() throws IOException, GeneralSecurityException {
        int index = dialled++;
        Tunnel next = dialler.open(members.get(index % members.size()), addresses.apply(index));
        tunnels.add(next);
        return next;
    }

    /// The next tunnel is that of the first client again.
    void startOver() {
        dialled = 0;
    }

    /// Dials in again with those from this place on, all at once, as after the server was away.
    Storm storm(int from) {
        List<Tunnel> again = tunnels.subList(from, tunnels.size());
        again.forEach(Tunnel::restart);
        return new Storm(again);
    }

    /// Says goodbye with all, and forgets them.
    void leave(long limitNanos) {
        long end = System.nanoTime() + limitNanos;
        tunnels.stream().filter(tunnel -> tunnel.end().isEmpty()).forEach(Tunnel::leave);
        while (System.nanoTime() - end < 0
                && tunnels.stream().anyMatch(tunnel -> tunnel.end().isEmpty())) {
            tunnels.forEach(Reactor::hurry);
            reactor.poll(WAIT_MILLIS);
        }
        forget();
    }

    /// Closes one's socket without a word.
    void forget(Tunnel tunnel) {
        tunnels.remove(tunnel);
        reactor.remove(tunnel);
    }

    /// Closes all sockets without a word.
    void forget() {
        tunnels.forEach(reactor::remove);
        tunnels.clear();
    }

    /// Why tunnels did not come up or went away, the first of them.
    String complaint() {
        return tunnels.stream()
                .filter(tunnel -> !tunnel.isUp())
                .findFirst()
                .map(tunnel ->
                        (tunnel.end().isEmpty() ? "no answer" : tunnel.end())
                                + " "
                                + tunnel.drops())
                .orElse("none");
    }

    /// Tunnels that dial in again.
    static final class Storm {
        private static final long CHECK_NANOS = 5_000_000;

        private final List<Tunnel> waiting;
        private long nextCheck = System.nanoTime();

        Storm(List<Tunnel> tunnels) {
            waiting = new ArrayList<>(tunnels);
        }

        /// Whether all are up. Those that failed dial once more.
        boolean isOver() {
            if (nextCheck - System.nanoTime() > 0) {
                return false;
            }
            nextCheck = System.nanoTime() + CHECK_NANOS;
            waiting.removeIf(Tunnel::isUp);
            for (Tunnel tunnel : waiting) {
                if (!tunnel.end().isEmpty()) {
                    tunnel.restart();
                }
            }
            return waiting.isEmpty();
        }

        int left() {
            return waiting.size();
        }
    }
}
