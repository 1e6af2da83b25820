package io.fieldgate.server.net;

import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.policy.DropCounters;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
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

/// A thread that reads sockets, runs what is due, and runs what other threads hand in. The first of
/// a server's workers serves TCP too.
public final class Worker implements Executor {
    private static final long LONGEST_WAIT_MILLIS = 1000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long PAUSE_NANOS = 1_000_000_000;
    private static final long AWAKE = Long.MIN_VALUE;

    private final Closeable sockets;
    private final EventLog log;
    private final DropCounters drops;
    private final Selector selector;
    private final @Nullable ServerSocketChannel listener;
    private final @Nullable SelectionKey acceptKey;
    private final List<UdpIo> udp;
    private final String name;
    private final Queue<Runnable> mailbox = new ConcurrentLinkedQueue<>();
    private volatile boolean running = true;
    private volatile boolean asleep;
    private volatile @Nullable Thread thread;

    /// @param sockets closed when the thread ends
    /// @param channels UDP sockets
    /// @param udp the ports of the channels, in the same order
    /// @param listener null for none
    Worker(
            String name,
            Closeable sockets,
            List<DatagramChannel> channels,
            List<UdpIo> udp,
            @Nullable ServerSocketChannel listener,
            DropCounters drops,
            EventLog log)
            throws IOException {
        this.name = name;
        this.sockets = sockets;
        this.udp = udp;
        this.listener = listener;
        this.drops = drops;
        this.log = log;
        selector = Selector.open();
        for (int i = 0; i < udp.size(); i++) {
            channels.get(i).register(selector, SelectionKey.OP_READ, udp.get(i));
        }
        acceptKey = listener == null ? null : listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /// Begins to read; the handler gets all packets. Called once.
    ///
    /// @param onFailure called when the worker cannot go on
    void start(PacketHandler handler, Runnable onFailure) {
        TcpPort tcp =
                listener == null
                        ? null
                        : new TcpPort(listener, selector, handler, drops, TcpPort.Limits.DEFAULT);
        thread = Thread.ofPlatform().name(name).start(new Loop(handler, onFailure, tcp));
    }

    /// Has the worker look after its handler's work, if it sleeps.
    void wake() {
        if (asleep) {
            selector.wakeup();
        }
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
    void stop() throws InterruptedException {
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
        private final @Nullable TcpPort tcp;
        private final Consumer<SelectionKey> ready = this::ready;
        private final Gathering gathering = new Gathering();
        private long fellAsleepAt = AWAKE;
        private int datagrams;
        private long acceptAgainAt;
        private long lastComplaintAt = System.nanoTime() - PAUSE_NANOS;

        Loop(PacketHandler handler, Runnable onFailure, @Nullable TcpPort tcp) {
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
            if (acceptKey != null && acceptKey.interestOps() == 0 && acceptAgainAt - now <= 0) {
                acceptKey.interestOps(SelectionKey.OP_ACCEPT);
            }
            long next = handler.runDue(now) - now;
            if (tcp != null) {
                next = Math.min(next, tcp.expire(now) - now);
            }
            handler.pause();
            flush();
            datagrams = 0;
            if (next > 0) {
                if (isIdle()) {
                    gathering.pause();
                }
                sleep(Math.clamp(next / NANOS_PER_MILLI + 1, 1, LONGEST_WAIT_MILLIS));
            } else {
                selector.selectNow(ready);
            }
            gathering.looked(System.nanoTime(), datagrams);
            runMailbox();
            handler.pause();
        }

        /// Whoever leaves work looks whether this sleeps, after that; so this says so first, and
        /// looks for work then.
        private void sleep(long millis) throws IOException {
            asleep = true;
            if (isIdle()) {
                fellAsleepAt = System.nanoTime();
                selector.select(ready, millis);
            } else {
                selector.selectNow(ready);
            }
            awake();
        }

        private boolean isIdle() {
            return mailbox.isEmpty() && !handler.hasWork();
        }

        private void awake() {
            asleep = false;
            if (fellAsleepAt != AWAKE) {
                gathering.slept(System.nanoTime() - fellAsleepAt);
                fellAsleepAt = AWAKE;
            }
        }

        private void flush() {
            for (int i = 0; i < udp.size(); i++) {
                udp.get(i).flush();
            }
            if (tcp != null) {
                tcp.flush();
            }
        }

        private void ready(SelectionKey key) {
            try {
                awake();
                if (key.attachment() instanceof UdpIo port) {
                    datagrams += port.read(handler);
                } else if (tcp != null && key.equals(acceptKey)) {
                    accept(tcp, key);
                } else if (tcp != null) {
                    tcp.ready(key);
                }
                handler.pause();
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
        private void accept(TcpPort port, SelectionKey key) {
            try {
                port.accept();
            } catch (IOException failed) {
                log.warn("TCP connections cannot be accepted for a second: " + failed);
                key.interestOps(0);
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
