package io.fieldgate.portal.fleet;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.control.ServerReport;
import io.fieldgate.portal.shared.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The table of control links. Callers hold the transaction.
@Repository
class LinkTable {
    /// Past boots that are remembered per secure server; a report older than that is long dead.
    static final int MAX_PAST_BOOTS = 20;

    private static final String COLUMNS =
            """
            secure_server_id, boot_id, last_sequence, applied_revision, last_contact_at,
            last_report_at, problem, memory_bytes
            """;

    private final JdbcClient jdbc;

    LinkTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<ControlLink> find(UUID serverId) {
        return jdbc.sql("SELECT " + COLUMNS + " FROM server_link WHERE secure_server_id = :server")
                .param("server", serverId)
                .query(LinkTable::read)
                .optional();
    }

    /// Locks the row until the end of the transaction, so that a secure server's reports are
    /// applied one after the other; makes it if there is none.
    ControlLink lock(UUID tenantId, UUID serverId) {
        jdbc.sql(
                        """
                        INSERT INTO server_link (secure_server_id, tenant_id)
                        VALUES (:server, :tenant) ON CONFLICT DO NOTHING
                        """)
                .param("server", serverId)
                .param("tenant", tenantId)
                .update();
        return jdbc.sql(
                        "SELECT "
                                + COLUMNS
                                + " FROM server_link WHERE secure_server_id = :server FOR UPDATE")
                .param("server", serverId)
                .query(LinkTable::read)
                .single();
    }

    void touch(UUID tenantId, UUID serverId, Instant now) {
        jdbc.sql(
                        """
                        INSERT INTO server_link (secure_server_id, tenant_id, last_contact_at)
                        VALUES (:server, :tenant, :now)
                        ON CONFLICT (secure_server_id) DO UPDATE
                        SET last_contact_at = EXCLUDED.last_contact_at
                        """)
                .param("server", serverId)
                .param("tenant", tenantId)
                .param("now", SqlTime.of(now))
                .update();
    }

    void store(UUID serverId, UUID bootId, ServerReport report, String problem, Instant now) {
        jdbc.sql(
                        """
                        UPDATE server_link SET boot_id = :boot, last_sequence = :sequence,
                               applied_revision = :applied, last_contact_at = :now,
                               last_report_at = :now, problem = :problem,
                               memory_bytes = :memory, dropped = CAST(:dropped AS jsonb)
                        WHERE secure_server_id = :server
                        """)
                .param("server", serverId)
                .param("boot", bootId)
                .param("sequence", report.sequence())
                .param("applied", report.appliedRevision())
                .param("now", SqlTime.of(now))
                .param("problem", problem)
                .param("memory", ReportText.count(report.memoryBytes()))
                .param("dropped", ContractJson.MAPPER.writeValueAsString(report.dropped()))
                .update();
    }

    /// Packets not forwarded since the process started, by drop reason.
    Map<String, Long> droppedPackets(UUID serverId) {
        return jdbc
                .sql(
                        """
                        SELECT reason.key, reason.value::bigint
                        FROM server_link, jsonb_each_text(dropped) AS reason
                        WHERE secure_server_id = :server ORDER BY reason.key
                        """)
                .param("server", serverId)
                .query((row, number) -> Map.entry(row.getString(1), row.getLong(2)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    boolean isPast(UUID serverId, UUID bootId) {
        return jdbc.sql(
                        """
                        SELECT EXISTS (SELECT 1 FROM server_past_boot
                        WHERE secure_server_id = :server AND boot_id = :boot)
                        """)
                .param("server", serverId)
                .param("boot", bootId)
                .query(Boolean.class)
                .single();
    }

    void bury(UUID tenantId, UUID serverId, UUID bootId, Instant now) {
        jdbc.sql(
                        """
                        INSERT INTO server_past_boot (secure_server_id, boot_id, tenant_id, ended_at)
                        VALUES (:server, :boot, :tenant, :now) ON CONFLICT DO NOTHING
                        """)
                .param("server", serverId)
                .param("boot", bootId)
                .param("tenant", tenantId)
                .param("now", SqlTime.of(now))
                .update();
        jdbc.sql(
                        """
                        DELETE FROM server_past_boot WHERE secure_server_id = :server
                        AND boot_id NOT IN (SELECT boot_id FROM server_past_boot
                            WHERE secure_server_id = :server ORDER BY ended_at DESC LIMIT :max)
                        """)
                .param("server", serverId)
                .param("max", MAX_PAST_BOOTS)
                .update();
    }

    private static ControlLink read(ResultSet row, int number) throws SQLException {
        return new ControlLink(
                row.getObject("secure_server_id", UUID.class),
                Optional.ofNullable(row.getObject("boot_id", UUID.class)),
                row.getLong("last_sequence"),
                row.getLong("applied_revision"),
                SqlTime.optional(row, "last_contact_at"),
                SqlTime.optional(row, "last_report_at"),
                row.getString("problem"),
                row.getLong("memory_bytes"));
    }
}
