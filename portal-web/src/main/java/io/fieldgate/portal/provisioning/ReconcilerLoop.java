package io.fieldgate.portal.provisioning;

import io.fieldgate.portal.fleet.SecureServerCreated;
import io.fieldgate.portal.fleet.SecureServerDeleted;
import io.fieldgate.portal.shared.FieldgateSettings;
import io.fieldgate.portal.shared.Outages;
import io.fieldgate.portal.shared.Scope;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/// Runs the reconciler: every few seconds, and at once when a secure server was created or deleted.
///
/// Of several replicas of the portal the one that holds the database lock works; the others look
/// again after each interval.
@Component
class ReconcilerLoop implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ReconcilerLoop.class);

    private final Reconciler reconciler;
    private final LeaderLock leader;
    private final Duration interval;
    private final Semaphore wakeUp = new Semaphore(0);
    private volatile @Nullable Thread thread;
    private volatile boolean stopping;
    private boolean troubled;

    ReconcilerLoop(Reconciler reconciler, LeaderLock leader, FieldgateSettings settings) {
        this.reconciler = reconciler;
        this.leader = leader;
        this.interval = settings.provisioning().interval();
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void created(SecureServerCreated event) {
        wakeUp.release();
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void deleted(SecureServerDeleted event) {
        wakeUp.release();
    }

    @Override
    public void start() {
        stopping = false;
        thread = Thread.ofVirtual().name("reconciler").start(this::run);
    }

    @Override
    public void stop() {
        stopping = true;
        wakeUp.release();
        Thread running = thread;
        if (running != null) {
            try {
                running.join(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run() {
        while (!stopping) {
            runOnce();
            try {
                wakeUp.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS);
                wakeUp.drainPermits();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /// One pass, if this replica leads. Whatever goes wrong must not end the loop: the next pass
    /// may go well, when the database is back. An outage is told once.
    private void runOnce() {
        try {
            leader.ifLeading(() -> Scope.operator().run(reconciler::pass));
            troubled = false;
        } catch (Exception e) {
            if (!troubled && Outages.isOutage(e)) {
                LOG.warn("Secure servers are not looked after, without the database");
            } else if (!troubled) {
                LOG.error("Secure servers cannot be looked after", e);
            }
            troubled = true;
        }
    }
}
