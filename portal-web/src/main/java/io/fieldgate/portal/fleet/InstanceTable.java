package io.fieldgate.portal.fleet;

import io.fieldgate.portal.shared.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The table of instances. Callers hold the transaction.
@Repository
class InstanceTable {
    private static final String SELECT =
            """
            SELECT secure_server_id, tenant_id, state, message, restarts, failures,
                   next_attempt_at, started_at, enrolled_at
            FROM server_instance
            """;

    private final JdbcClient jdbc;

    InstanceTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<InstanceStanding> find(UUID serverId) {
        return jdbc.sql(SELECT + "WHERE secure_server_id = :server")
                .param("server", serverId)
                .query(InstanceTable::read)
                .optional();
    }

    List<InstanceStanding> all() {
        return jdbc.sql(SELECT).query(InstanceTable::read).list();
    }

    void put(InstanceStanding standing) {
        jdbc.sql(
                        """
                        INSERT INTO server_instance (secure_server_id, tenant_id, state, message,
                               restarts, failures, next_attempt_at, started_at, enrolled_at)
                        VALUES (:server, :tenant, :state, :message, :restarts, :failures,
                               :next, :started, :enrolled)
                        ON CONFLICT (secure_server_id) DO UPDATE SET
                               state = EXCLUDED.state, message = EXCLUDED.message,
                               restarts = EXCLUDED.restarts, failures = EXCLUDED.failures,
                               next_attempt_at = EXCLUDED.next_attempt_at,
                               started_at = COALESCE(server_instance.started_at,
                                                     EXCLUDED.started_at)
                        """)
                .param("server", standing.secureServerId())
                .param("tenant", standing.tenantId())
                .param("state", standing.state().name())
                .param("message", standing.message())
                .param("restarts", standing.restarts())
                .param("failures", standing.failures())
                .param("next", SqlTime.of(standing.nextAttemptAt()))
                .param("started", standing.startedAt().map(SqlTime::of).orElse(null))
                .param("enrolled", standing.enrolledAt().map(SqlTime::of).orElse(null))
                .update();
    }

    void enrolled(UUID serverId, Instant now) {
        jdbc.sql("UPDATE server_instance SET enrolled_at = :now WHERE secure_server_id = :server")
                .param("server", serverId)
                .param("now", SqlTime.of(now))
                .update();
    }

    /// A process that reports is up, whatever was observed of it some seconds ago.
    void reported(UUID serverId) {
        jdbc.sql(
                        """
                        UPDATE server_instance SET state = 'RUNNING', message = ''
                        WHERE secure_server_id = :server AND state = 'RESTARTING'
                        """)
                .param("server", serverId)
                .update();
    }

    private static InstanceStanding read(ResultSet row, int number) throws SQLException {
        return new InstanceStanding(
                row.getObject("secure_server_id", UUID.class),
                row.getObject("tenant_id", UUID.class),
                InstanceStanding.State.valueOf(row.getString("state")),
                row.getString("message"),
                row.getInt("restarts"),
                row.getInt("failures"),
                SqlTime.required(row, "next_attempt_at"),
                SqlTime.optional(row, "started_at"),
                SqlTime.optional(row, "enrolled_at"));
    }
}
