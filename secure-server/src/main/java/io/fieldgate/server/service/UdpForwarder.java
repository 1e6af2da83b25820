package io.fieldgate.server.service;

import io.fieldgate.server.log.EventLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Message;

/// Asks name servers outside over UDP, on a thread of its own that never waits for a single one.
/// Safe for use by several threads.
public final class UdpForwarder implements Forwarder {
    /// A socket each.
    static final int MAX_UNDER_WAY = 256;

    private static final Duration END = Duration.ofSeconds(1);

    private final EventLog log;
    private final RandomGenerator random;
    private final Selector selector;
    private final Queue<ForwardedQuery> asked = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Thread thread;
    private volatile boolean running = true;

    private UdpForwarder(EventLog log) throws IOException {
        this.log = log;
        random = new SecureRandom();
        selector = Selector.open();
        thread = Thread.ofPlatform().daemon().name("name-forwarder").unstarted(this::run);
    }

    /// Begins; no socket is open until somebody asks.
    public static UdpForwarder start(EventLog log) throws IOException {
        UdpForwarder forwarder = new UdpForwarder(log);
        forwarder.thread.start();
        return forwarder;
    }

    @Override
    public boolean ask(
            List<InetSocketAddress> servers,
            Question question,
            Consumer<Optional<Message>> answer) {
        if (!running || underWay.incrementAndGet() > MAX_UNDER_WAY) {
            underWay.decrementAndGet();
            return false;
        }
        asked.add(new ForwardedQuery(servers, question, answer, random));
        selector.wakeup();
        return true;
    }

    /// Ends the thread and closes the sockets; waits for it at most a second. Who still waits for
    /// an answer gets none.
    public void stop() throws InterruptedException {
        running = false;
        selector.wakeup();
        thread.join(END);
    }

    private void run() {
        List<ForwardedQuery> waiting = new ArrayList<>();
        try (selector) {
            while (running) {
                turn(waiting);
            }
        } catch (IOException | RuntimeException broken) {
            running = false;
            log.warn("names are not forwarded any more: " + broken);
        } finally {
            waiting.forEach(ForwardedQuery::close);
        }
    }

    private void turn(List<ForwardedQuery> waiting) throws IOException {
        long now = System.nanoTime();
        for (ForwardedQuery query = asked.poll(); query != null; query = asked.poll()) {
            query.begin(now, selector);
            waiting.add(query);
        }
        long next = Long.MAX_VALUE;
        for (Iterator<ForwardedQuery> all = waiting.iterator(); all.hasNext(); ) {
            ForwardedQuery query = all.next();
            query.expire(now, selector);
            if (query.isDone()) {
                all.remove();
                underWay.decrementAndGet();
            } else {
                next = Math.min(next, query.deadline() - now);
            }
        }
        if (next == Long.MAX_VALUE) {
            selector.select(UdpForwarder::read);
        } else {
            selector.select(UdpForwarder::read, Math.max(1, next / 1_000_000 + 1));
        }
    }

    private static void read(SelectionKey key) {
        if (key.attachment() instanceof ForwardedQuery query) {
            query.read();
        }
    }
}
