package io.fieldgate.portal.fleet;

import io.fieldgate.portal.shared.SqlTime;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What admins said to the subnets that nodes announce. It holds whenever a node announces the
/// subnet again.
@Repository
class SubnetDecisions {
    private final JdbcClient jdbc;
    private final Clock clock;

    SubnetDecisions(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// By prefix: true if it was approved, false if it was refused.
    Map<String, Boolean> of(UUID nodeId) {
        Map<String, Boolean> decisions = new HashMap<>();
        jdbc.sql("SELECT prefix, approved FROM subnet_decision WHERE peer_id = :peer")
                .param("peer", nodeId)
                .query(row -> {
                    decisions.put(row.getString("prefix"), row.getBoolean("approved"));
                });
        return decisions;
    }

    void decide(ServerFacts server, UUID nodeId, String prefix, boolean approved) {
        jdbc.sql(
                        """
                        INSERT INTO subnet_decision (peer_id, prefix, tenant_id, approved,
                               decided_at)
                        VALUES (:peer, :prefix, :tenant, :approved, :now)
                        ON CONFLICT (peer_id, prefix) DO UPDATE
                        SET approved = EXCLUDED.approved, decided_at = EXCLUDED.decided_at
                        """)
                .param("peer", nodeId)
                .param("prefix", prefix)
                .param("tenant", server.tenantId())
                .param("approved", approved)
                .param("now", SqlTime.of(clock.instant()))
                .update();
    }

    void forget(UUID nodeId, String prefix) {
        jdbc.sql("DELETE FROM subnet_decision WHERE peer_id = :peer AND prefix = :prefix")
                .param("peer", nodeId)
                .param("prefix", prefix)
                .update();
    }

    /// Approves all announced subnets of a secure server that are in force.
    void approveInForce(ServerFacts server) {
        jdbc.sql(
                        """
                        INSERT INTO subnet_decision (peer_id, prefix, tenant_id, approved,
                               decided_at)
                        SELECT peer_id, prefix, tenant_id, true, :now FROM peer_subnet
                        WHERE secure_server_id = :server AND source = 'ANNOUNCED'
                          AND state = 'ACTIVE'
                        ON CONFLICT (peer_id, prefix) DO NOTHING
                        """)
                .param("server", server.id())
                .param("now", SqlTime.of(clock.instant()))
                .update();
    }

    /// The refused prefixes by node, of the nodes that changed after a revision.
    Map<UUID, List<String>> refused(UUID serverId, long afterRevision) {
        return jdbc
                .sql(
                        """
                        SELECT d.peer_id, d.prefix
                        FROM subnet_decision d JOIN peer p ON p.id = d.peer_id
                        WHERE p.secure_server_id = :server AND p.revision > :revision
                          AND NOT d.approved
                        ORDER BY d.peer_id, d.prefix
                        """)
                .param("server", serverId)
                .param("revision", afterRevision)
                .query((row, _) ->
                        Map.entry(row.getObject("peer_id", UUID.class), row.getString("prefix")))
                .stream()
                .collect(
                        Collectors.groupingBy(
                                Map.Entry::getKey,
                                Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }
}
