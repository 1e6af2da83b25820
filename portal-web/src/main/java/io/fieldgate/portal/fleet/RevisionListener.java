package io.fieldgate.portal.fleet;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Wakes waiting long polls when PostgreSQL tells that a revision rose, in whatever replica of the
/// portal that was.
///
/// A trigger sends the notification at commit. One connection of the pool is held for listening.
/// After each (re)connect everybody is woken once, since notifications may have been missed.
@Component
class RevisionListener implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RevisionListener.class);
    private static final int LISTEN_MILLIS = 1_000;
    private static final int RETRY_MILLIS = 1_000;

    private final DataSource dataSource;
    private final StateSignals signals;
    private volatile CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Thread thread;
    private boolean failing;

    RevisionListener(DataSource dataSource, StateSignals signals) {
        this.dataSource = dataSource;
        this.signals = signals;
    }

    @Override
    public void start() {
        stopping = new CountDownLatch(1);
        signals.open();
        thread = Thread.ofVirtual().name("revision-listener").start(this::run);
    }

    @Override
    public void stop() {
        // Before the web server waits for its requests to end: a long poll would make it wait long.
        signals.close();
        stopping.countDown();
        Thread running = thread;
        if (running != null) {
            try {
                running.join(3_000);
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
        try {
            do {
                try (Connection connection = dataSource.getConnection()) {
                    listen(connection);
                } catch (SQLException e) {
                    if (!failing) {
                        LOG.warn("Waiting for the database: {}", e.getMessage());
                    }
                    failing = true;
                }
            } while (!stopping.await(RETRY_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(Connection connection) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN fieldgate_revision");
            if (failing) {
                LOG.info("The database is back");
            }
            failing = false;
            signals.wakeAll();
            while (stopping.getCount() > 0) {
                PGNotification[] notifications = postgres.getNotifications(LISTEN_MILLIS);
                if (notifications == null || notifications.length == 0) {
                    // Finds out whether the connection still is one.
                    statement.execute("SELECT 1");
                    continue;
                }
                for (PGNotification notification : notifications) {
                    signals.wake(UUID.fromString(notification.getParameter()));
                }
            }
            statement.execute("UNLISTEN *");
        }
    }
}
