package io.fieldgate.server.benchmarks.load;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// All tunnels, and the one thread that owns them: reads their sockets and does what is due.
final class Reactor {
    private static final long TICK_NANOS = 20_000_000;

    private final Epoll epoll = new Epoll();
    private final Map<Integer, Tunnel> tunnels = new HashMap<>();
    private final Queue<Runnable> mailbox = new ConcurrentLinkedQueue<>();
    private final ExecutorService slow =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("tls").factory());
    private long nextTick = System.nanoTime();

    Reactor() throws IOException {}

    /// Begins to serve a tunnel.
    void add(Tunnel tunnel) throws IOException {
        int socket = tunnel.wire().descriptor();
        epoll.add(socket, socket);
        tunnels.put(socket, tunnel);
    }

    /// Closes a tunnel's socket.
    void remove(Tunnel tunnel) {
        tunnels.remove(tunnel.wire().descriptor());
        tunnel.wire().close();
    }

    /// Runs slow steps on a thread of their own.
    void run(Runnable step, Runnable then) {
        slow.execute(() -> {
            step.run();
            mailbox.add(then);
        });
    }

    /// Runs something on the owner's thread, soon.
    void execute(Runnable command) {
        mailbox.add(command);
    }

    /// One turn.
    ///
    /// @param millis how long to wait for packets
    void poll(int millis) {
        int ready = epoll.await(mailbox.isEmpty() ? millis : 0);
        for (int i = 0; i < ready; i++) {
            Tunnel tunnel = tunnels.get(epoll.ready(i));
            if (tunnel != null) {
                tunnel.read();
            }
        }
        for (Runnable command = mailbox.poll(); command != null; command = mailbox.poll()) {
            command.run();
        }
        long now = System.nanoTime();
        if (nextTick - now <= 0) {
            nextTick = now + TICK_NANOS;
            tunnels.values().forEach(tunnel -> tunnel.tick(now));
        }
    }

    /// Does what is due for one tunnel, without waiting for the next tick.
    static void hurry(Tunnel tunnel) {
        tunnel.tick(System.nanoTime());
    }
}
