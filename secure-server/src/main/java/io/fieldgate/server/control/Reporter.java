package io.fieldgate.server.control;

import io.fieldgate.contract.control.ServerReport;
import io.fieldgate.server.log.EventLog;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Tells the portal what happens: at once after an event, but not more than four times a second,
/// and every 10 seconds. A report that was not acknowledged is sent again as it is; the next one
/// then lists all sessions. Owned by the report thread.
final class Reporter {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    /// In a storm of reconnects many events share a report; nobody sees the difference.
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(250);

    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final int MAX_EVENTS = 500;

    /// Now and then a snapshot without cause: it carries the byte counts of long sessions.
    private static final int SNAPSHOT_EVERY = 6;

    private final String secureServerId;
    private final String bootId = UUID.randomUUID().toString();
    private final PortalClient portal;
    private final Plane plane;
    private final EventSpool spool;
    private final Problems problems;
    private final LongSupplier appliedRevision;
    private final EventLog log;
    private final Backoff backoff;
    private @Nullable ServerReport unacknowledged;
    private boolean snapshotNext = true;
    private int sinceSnapshot;
    private long sequence;

    Reporter(
            String secureServerId,
            PortalClient portal,
            Plane plane,
            EventSpool spool,
            Problems problems,
            LongSupplier appliedRevision,
            EventLog log,
            RandomGenerator random) {
        this.secureServerId = secureServerId;
        this.portal = portal;
        this.plane = plane;
        this.spool = spool;
        this.problems = problems;
        this.appliedRevision = appliedRevision;
        this.log = log;
        this.backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, random);
    }

    /// Reports until interrupted.
    void run() throws InterruptedException {
        spool.wake();
        long earliest = System.nanoTime();
        while (true) {
            spool.await(INTERVAL);
            try {
                Thread.sleep(Duration.ofNanos(Math.max(0, earliest - System.nanoTime())));
                reportOnce();
                earliest = System.nanoTime() + SHORTEST_INTERVAL.toNanos();
            } catch (RuntimeException defect) {
                snapshotNext = true;
                log.warn("a report could not be made: " + defect);
                Thread.sleep(backoff.failed());
            }
        }
    }

    private void reportOnce() throws InterruptedException {
        try {
            ServerReport report = unacknowledged;
            if (report == null) {
                report = next();
            }
            unacknowledged = report;
            portal.report(report);
            unacknowledged = null;
            backoff.succeeded();
            if (snapshotNext || !spool.isEmpty()) {
                spool.wake();
            }
        } catch (PortalException failed) {
            snapshotNext = true;
            if (failed.isRejection()) {
                unacknowledged = null;
                log.warn("a report was rejected and is dropped: " + failed.getMessage());
            }
            Thread.sleep(backoff.failed());
            spool.wake();
        } catch (IOException | TimeoutException failed) {
            snapshotNext = true;
            Thread.sleep(backoff.failed());
        }
    }

    private ServerReport next() throws InterruptedException, TimeoutException {
        boolean snapshot =
                spool.takeOverflow() || snapshotNext || ++sinceSnapshot >= SNAPSHOT_EVERY;
        Plane.Observation observed = plane.observe(snapshot, MAX_EVENTS);
        if (snapshot) {
            snapshotNext = false;
            sinceSnapshot = 0;
        }
        return new ServerReport(
                secureServerId,
                bootId,
                ++sequence,
                appliedRevision.getAsLong(),
                observed.sessions(),
                observed.events(),
                observed.dropped(),
                ProcessMemory.residentBytes(),
                problems.text(),
                observed.ruleHits());
    }
}
