package io.fieldgate.portal.access;

import io.fieldgate.contract.control.Probe;
import io.fieldgate.contract.control.ServerEvent.ProbeAnswered;
import io.fieldgate.portal.shared.SqlTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The table of questions to devices. Callers hold the transaction.
@Repository
class ProbeTable {
    private final JdbcClient jdbc;

    ProbeTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// @param millis from the question to the answer, as the secure server measured it
    record Answer(ProbeAnswered.Outcome outcome, int millis) {}

    void insert(UUID tenantId, UUID serverId, Probe probe, long revision, Instant now) {
        jdbc.sql(
                        """
                        INSERT INTO probe (id, tenant_id, secure_server_id, node_id, address, port,
                               revision, asked_at)
                        VALUES (CAST(:id AS uuid), :tenant, :server, CAST(:node AS uuid), :address,
                               :port, :revision, :at)
                        """)
                .param("id", probe.id())
                .param("tenant", tenantId)
                .param("server", serverId)
                .param("node", probe.nodeId())
                .param("address", probe.address())
                .param("port", probe.port(), java.sql.Types.INTEGER)
                .param("revision", revision)
                .param("at", SqlTime.of(now))
                .update();
    }

    void answer(UUID serverId, UUID id, ProbeAnswered answer, Instant now) {
        jdbc.sql(
                        """
                        UPDATE probe SET answered_at = :at, outcome = :outcome, millis = :millis
                        WHERE id = :id AND secure_server_id = :server AND answered_at IS NULL
                        """)
                .param("at", SqlTime.of(now))
                .param("outcome", answer.outcome().name())
                .param("millis", Math.max(0, answer.millis()))
                .param("id", id)
                .param("server", serverId)
                .update();
    }

    Optional<Answer> answerOf(UUID id) {
        return jdbc.sql(
                        "SELECT outcome, millis FROM probe"
                                + " WHERE id = :id AND answered_at IS NOT NULL")
                .param("id", id)
                .query((row, _) ->
                        new Answer(
                                ProbeAnswered.Outcome.valueOf(row.getString("outcome")),
                                row.getInt("millis")))
                .optional();
    }

    List<Probe> openAfter(UUID serverId, long revision, Instant askedAfter) {
        return jdbc.sql(
                        """
                        SELECT id, node_id, address, port FROM probe
                        WHERE secure_server_id = :server AND revision > :revision
                          AND answered_at IS NULL AND asked_at > :since
                        ORDER BY revision, id
                        """)
                .param("server", serverId)
                .param("revision", revision)
                .param("since", SqlTime.of(askedAfter))
                .query((row, _) -> {
                    @Nullable Integer port = row.getObject("port", Integer.class);
                    return new Probe(
                            row.getString("id"),
                            row.getString("node_id"),
                            row.getString("address"),
                            port);
                })
                .list();
    }

    int openCount(UUID serverId, Instant askedAfter) {
        return jdbc.sql(
                        """
                        SELECT count(*) FROM probe
                        WHERE secure_server_id = :server AND asked_at > :since
                          AND answered_at IS NULL
                        """)
                .param("server", serverId)
                .param("since", SqlTime.of(askedAfter))
                .query(Integer.class)
                .single();
    }

    void forget(UUID serverId, Instant askedBefore) {
        jdbc.sql("DELETE FROM probe WHERE secure_server_id = :server AND asked_at < :before")
                .param("server", serverId)
                .param("before", SqlTime.of(askedBefore))
                .update();
    }
}
