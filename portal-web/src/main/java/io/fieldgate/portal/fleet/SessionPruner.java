package io.fieldgate.portal.fleet;

import io.fieldgate.portal.shared.Outages;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.shared.SqlTime;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Forgets sessions that ended long ago, but each peer's newest: it says when the peer was there
/// last.
@Component
class SessionPruner {
    static final Duration KEPT = Duration.ofDays(90);

    /// Rows in one transaction, so that none takes long.
    static final int BATCH = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(SessionPruner.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SessionPruner(JdbcClient jdbc, TransactionTemplate transaction, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Scheduled(initialDelay = 10, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void hourly() {
        try {
            Scope.operator().run(this::prune);
        } catch (RuntimeException e) {
            if (!Outages.isOutage(e)) {
                throw e;
            }
            LOG.warn("Old sessions are forgotten later: {}", e.getMessage());
        }
    }

    void prune() {
        Integer deleted;
        do {
            deleted = transaction.execute(_ -> batch());
        } while (deleted != null && deleted == BATCH);
    }

    private int batch() {
        return jdbc.sql(
                        """
                        DELETE FROM vpn_session WHERE (secure_server_id, session_id) IN (
                            SELECT s.secure_server_id, s.session_id FROM vpn_session s
                            WHERE s.ended_at < :limit AND EXISTS (
                                SELECT 1 FROM vpn_session n
                                WHERE n.peer_id = s.peer_id AND n.since > s.since)
                            LIMIT :batch)
                        """)
                .param("limit", SqlTime.of(clock.instant().minus(KEPT)))
                .param("batch", BATCH)
                .update();
    }
}
