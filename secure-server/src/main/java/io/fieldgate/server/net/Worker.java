package io.fieldgate.server.net;

import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.policy.DropCounters;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The one thread that owns all sessions: reads the sockets, runs what is due, and runs what other
/// threads hand in.
public final class Worker implements Executor {
    private static final long LONGEST_WAIT_MILLIS = 1000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long PAUSE_NANOS = 1_000_000_000;

    private final VpnSockets sockets;
    private final EventLog log;
    private final DropCounters drops;
    private final Selector selector;
    private final SelectionKey acceptKey;
    private final List<UdpIo> udp;
    private final Queue<Runnable> mailbox = new ConcurrentLinkedQueue<>();
    private volatile boolean running = true;
    private volatile @Nullable Thread thread;

    public Worker(VpnSockets sockets, DropCounters drops, EventLog log) throws IOException {
        this(sockets, drops, log, UdpKind.wanted(log));
    }

    Worker(VpnSockets sockets, DropCounters drops, EventLog log, UdpKind kind) throws IOException {
        this.sockets = sockets;
        this.drops = drops;
        this.log = log;
        selector = Selector.open();
        udp = kind.ports(sockets.udp(), drops, log);
        for (int i = 0; i < udp.size(); i++) {
            sockets.udp().get(i).register(selector, SelectionKey.OP_READ, udp.get(i));
        }
        acceptKey = sockets.tcp().register(selector, SelectionKey.OP_ACCEPT);
    }

    /// Begins to read; the handler gets all packets. Called once.
    ///
    /// @param onFailure called when the worker cannot go on
    public void start(PacketHandler handler, Runnable onFailure) {
        Loop loop =
                new Loop(
                        handler,
                        onFailure,
                        new TcpPort(
                                sockets.tcp(), selector, handler, drops, TcpPort.Limits.DEFAULT));
        thread = Thread.ofPlatform().name("vpn-worker").start(loop);
    }

    /// Runs a command on the worker thread, soon. Commands run in the order in which they come in.
    @Override
    public void execute(Runnable command) {
        mailbox.add(command);
        selector.wakeup();
    }

    /// Runs a command on the worker thread and hands out its result. When the worker does not
    /// answer in time the future fails with a `TimeoutException`.
    public <T> CompletableFuture<T> ask(Callable<T> command, Duration limit) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        execute(() -> {
            if (answer.isDone()) {
                return; // nobody waits any more
            }
            try {
                answer.complete(command.call());
            } catch (Exception failed) {
                answer.completeExceptionally(failed);
            }
        });
        return answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Ends the thread and closes the sockets; waits for it at most a second.
    public void stop() throws InterruptedException {
        running = false;
        selector.wakeup();
        Thread started = thread;
        if (started != null) {
            started.join(Duration.ofSeconds(1));
        }
    }

    /// What the thread does.
    private final class Loop implements Runnable {
        private final PacketHandler handler;
        private final Runnable onFailure;
        private final TcpPort tcp;
        private final Consumer<SelectionKey> ready = this::ready;
        private long acceptAgainAt;
        private long lastComplaintAt = System.nanoTime() - PAUSE_NANOS;

        Loop(PacketHandler handler, Runnable onFailure, TcpPort tcp) {
            this.handler = handler;
            this.onFailure = onFailure;
            this.tcp = tcp;
        }

        @Override
        public void run() {
            try (sockets;
                    selector) {
                while (running) {
                    turn();
                }
                flush();
            } catch (IOException | RuntimeException broken) {
                log.warn("the worker failed, the server stops: " + broken);
                onFailure.run();
            }
        }

        private void turn() throws IOException {
            long now = System.nanoTime();
            if (acceptKey.interestOps() == 0 && acceptAgainAt - now <= 0) {
                acceptKey.interestOps(SelectionKey.OP_ACCEPT);
            }
            long next = Math.min(handler.runDue(now) - now, tcp.expire(now) - now);
            long wait = Math.clamp(next / NANOS_PER_MILLI + 1, 1, LONGEST_WAIT_MILLIS);
            flush();
            if (mailbox.isEmpty() && next > 0) {
                selector.select(ready, wait);
            } else {
                selector.selectNow(ready);
            }
            runMailbox();
        }

        private void flush() {
            for (int i = 0; i < udp.size(); i++) {
                udp.get(i).flush();
            }
        }

        private void ready(SelectionKey key) {
            try {
                if (key.attachment() instanceof UdpIo port) {
                    port.read(handler);
                } else if (key.equals(acceptKey)) {
                    accept();
                } else {
                    tcp.ready(key);
                }
            } catch (IOException | RuntimeException failed) {
                complain("a packet or socket could not be handled: " + failed);
            }
        }

        /// At most one line a second: what fails once may fail with every packet.
        private void complain(String text) {
            long now = System.nanoTime();
            if (now - lastComplaintAt >= PAUSE_NANOS) {
                lastComplaintAt = now;
                log.warn(text);
            }
        }

        /// Without a free file descriptor the listener would stay ready for ever: let it rest.
        private void accept() {
            try {
                tcp.accept();
            } catch (IOException failed) {
                log.warn("TCP connections cannot be accepted for a second: " + failed);
                acceptKey.interestOps(0);
                acceptAgainAt = System.nanoTime() + PAUSE_NANOS;
            }
        }

        private void runMailbox() {
            // Only what is there now: a command may hand in another.
            for (int left = mailbox.size(); left > 0; left--) {
                Runnable command = mailbox.poll();
                if (command == null) {
                    return;
                }
                try {
                    command.run();
                } catch (RuntimeException defect) {
                    complain("a command to the worker failed: " + defect);
                }
            }
        }
    }
}
