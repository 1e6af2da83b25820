package io.fieldgate.server.log;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/// The server's log: one line per noteworthy event, never one per packet, never payload.
///
/// Every line is made printable here, so no caller can let a peer's text break a line. A thread of
/// its own writes, because a reader that stands still must not stop packets; what does not fit the
/// queue is counted and left out. Safe for use by several threads.
public final class EventLog implements AutoCloseable {
    private static final String WAKE_UP = "";
    private static final int MAX_LINE = 1000;
    private static final int QUEUE = 1000;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final PrintStream out;
    private final InstantSource clock;
    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong leftOut = new AtomicLong();
    private final Thread writer;
    private volatile boolean closing;

    public EventLog(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
        this.writer = Thread.ofPlatform().daemon().name("log").start(this::write);
    }

    /// Something that an operator may want to know.
    public void info(String text) {
        line("INFO ", text);
    }

    /// Something that an operator should look at.
    public void warn(String text) {
        line("WARN ", text);
    }

    /// Writes what is in the queue, if that can be done within a second.
    @Override
    public void close() {
        closing = true;
        boolean _ = lines.offer(WAKE_UP); // a full queue needs none
        try {
            writer.join(CLOSE_LIMIT);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void line(String level, String text) {
        String time = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        if (!lines.offer(time + " " + level + Printable.of(text, MAX_LINE))) {
            leftOut.incrementAndGet();
        }
    }

    private void write() {
        try {
            while (!closing || !lines.isEmpty()) {
                String line = lines.take();
                if (!line.equals(WAKE_UP)) {
                    out.println(line);
                    long missing = leftOut.getAndSet(0);
                    if (missing > 0) {
                        out.println("(" + missing + " lines left out)");
                    }
                    out.flush();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
