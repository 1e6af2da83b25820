package io.fieldgate.portal.fleet;

import io.fieldgate.contract.control.SubnetSource;
import io.fieldgate.portal.fleet.SubnetJudge.InForce;
import io.fieldgate.portal.shared.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The subnets behind nodes. Callers hold the transaction, and for changes the lock of the secure
/// server.
@Repository
class SubnetTable {
    private final JdbcClient jdbc;
    private final Clock clock;

    SubnetTable(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// All subnets of these nodes.
    List<SubnetRow> ofPeers(Collection<UUID> peerIds) {
        return peerIds.isEmpty()
                ? List.of()
                : jdbc.sql(
                                """
                                SELECT peer_id, prefix, source, state, reason, clashes
                                FROM peer_subnet WHERE peer_id IN (:peers)
                                ORDER BY source, prefix
                                """)
                        .param("peers", peerIds)
                        .query(SubnetTable::row)
                        .list();
    }

    /// The subnets in force behind all nodes of a secure server that are not revoked.
    List<InForce> inForce(UUID serverId) {
        return jdbc.sql(
                        """
                        SELECT DISTINCT s.peer_id, s.prefix, p.name
                        FROM peer_subnet s JOIN peer p ON p.id = s.peer_id
                        WHERE s.secure_server_id = :server AND s.state = 'ACTIVE'
                          AND p.deleted_at IS NULL AND p.access <> 'REVOKED'
                        ORDER BY s.prefix, p.name
                        """)
                .param("server", serverId)
                .query(SubnetTable::inForce)
                .list();
    }

    /// The same without what one node itself announced.
    List<InForce> inForceBeside(UUID serverId, UUID announcerId) {
        return jdbc.sql(
                        """
                        SELECT DISTINCT s.peer_id, s.prefix, p.name
                        FROM peer_subnet s JOIN peer p ON p.id = s.peer_id
                        WHERE s.secure_server_id = :server AND s.state = 'ACTIVE'
                          AND p.deleted_at IS NULL AND p.access <> 'REVOKED'
                          AND NOT (s.peer_id = :announcer AND s.source = 'ANNOUNCED')
                        ORDER BY s.prefix, p.name
                        """)
                .param("server", serverId)
                .param("announcer", announcerId)
                .query(SubnetTable::inForce)
                .list();
    }

    /// Announced subnets that wait for an admin, or for another subnet to go; oldest first.
    List<SubnetRow> waiting(UUID serverId) {
        return jdbc.sql(
                        """
                        SELECT s.peer_id, s.prefix, s.source, s.state, s.reason, s.clashes
                        FROM peer_subnet s JOIN peer p ON p.id = s.peer_id
                        WHERE s.secure_server_id = :server AND s.source = 'ANNOUNCED'
                          AND (s.state = 'PENDING' OR s.clashes)
                          AND p.deleted_at IS NULL AND p.access <> 'REVOKED'
                        ORDER BY s.created_at, s.peer_id, s.prefix
                        """)
                .param("server", serverId)
                .query(SubnetTable::row)
                .list();
    }

    void insert(ServerFacts server, SubnetRow row) {
        Instant now = clock.instant();
        jdbc.sql(
                        """
                        INSERT INTO peer_subnet (id, tenant_id, secure_server_id, peer_id, prefix,
                               source, state, reason, clashes, created_at)
                        VALUES (:id, :tenant, :server, :peer, :prefix, :source, :state, :reason,
                               :clashes, :now)
                        """)
                .param("id", UUID.randomUUID())
                .param("tenant", server.tenantId())
                .param("server", server.id())
                .param("peer", row.peerId())
                .param("prefix", row.prefix())
                .param("source", row.source().name())
                .param("state", row.state().name())
                .param("reason", row.reason())
                .param("clashes", row.overlaps())
                .param("now", SqlTime.of(now))
                .update();
    }

    /// Writes state and reason of a row that exists.
    void update(SubnetRow row) {
        jdbc.sql(
                        """
                        UPDATE peer_subnet SET state = :state, reason = :reason,
                               clashes = :clashes
                        WHERE peer_id = :peer AND prefix = :prefix AND source = :source
                        """)
                .param("peer", row.peerId())
                .param("prefix", row.prefix())
                .param("source", row.source().name())
                .param("state", row.state().name())
                .param("reason", row.reason())
                .param("clashes", row.overlaps())
                .update();
    }

    void deleteAnnounced(UUID peerId) {
        jdbc.sql("DELETE FROM peer_subnet WHERE peer_id = :peer AND source = 'ANNOUNCED'")
                .param("peer", peerId)
                .update();
    }

    /// @return whether there was such a subnet
    boolean delete(UUID peerId, String prefix, SubnetSource source) {
        return jdbc.sql(
                                """
                                DELETE FROM peer_subnet
                                WHERE peer_id = :peer AND prefix = :prefix AND source = :source
                                """)
                        .param("peer", peerId)
                        .param("prefix", prefix)
                        .param("source", source.name())
                        .update()
                > 0;
    }

    private static SubnetRow row(ResultSet row, int number) throws SQLException {
        return new SubnetRow(
                row.getObject("peer_id", UUID.class),
                row.getString("prefix"),
                SubnetSource.valueOf(row.getString("source")),
                SubnetState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getBoolean("clashes"));
    }

    private static InForce inForce(ResultSet row, int number) throws SQLException {
        return new InForce(
                row.getObject("peer_id", UUID.class),
                row.getString("name"),
                Cidr.parse(row.getString("prefix")).orElseThrow());
    }
}
