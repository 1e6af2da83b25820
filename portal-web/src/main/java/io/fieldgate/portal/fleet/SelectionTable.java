package io.fieldgate.portal.fleet;

import io.fieldgate.portal.shared.SqlTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Which sites clients have selected. Callers hold the transaction, and for changes the lock of the
/// secure server.
@Repository
class SelectionTable {
    private final JdbcClient jdbc;

    SelectionTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A client that has selected a site.
    record Selected(UUID nodeId, UUID clientId, String name, boolean online, Instant at) {}

    /// The nodes that a client has selected.
    List<UUID> of(UUID clientId) {
        return jdbc.sql(
                        """
                        SELECT s.node_id FROM site_selection s JOIN peer p ON p.id = s.node_id
                        WHERE s.client_id = :client ORDER BY p.host_index
                        """)
                .param("client", clientId)
                .query((row, _) -> row.getObject("node_id", UUID.class))
                .list();
    }

    void replace(Peer client, Collection<UUID> nodeIds, Instant now) {
        jdbc.sql("DELETE FROM site_selection WHERE client_id = :client")
                .param("client", client.id())
                .update();
        for (UUID nodeId : nodeIds) {
            jdbc.sql(
                            """
                            INSERT INTO site_selection (client_id, node_id, tenant_id, selected_at)
                            VALUES (:client, :node, :tenant, :now)
                            """)
                    .param("client", client.id())
                    .param("node", nodeId)
                    .param("tenant", client.tenantId())
                    .param("now", SqlTime.of(now))
                    .update();
        }
    }

    void remove(UUID clientId, UUID nodeId) {
        jdbc.sql("DELETE FROM site_selection WHERE client_id = :client AND node_id = :node")
                .param("client", clientId)
                .param("node", nodeId)
                .update();
    }

    /// The clients that have selected any of these nodes, by name.
    List<Selected> selectedBy(Collection<UUID> nodeIds) {
        return nodeIds.isEmpty()
                ? List.of()
                : jdbc.sql(
                                """
                                SELECT s.node_id, s.client_id, p.name, s.selected_at,
                                       p.connected_since IS NOT NULL AS online
                                FROM site_selection s JOIN peer p ON p.id = s.client_id
                                WHERE s.node_id IN (:nodes) AND p.deleted_at IS NULL
                                  AND p.access = 'ACTIVE'
                                ORDER BY p.name_key, p.id
                                """)
                        .param("nodes", nodeIds)
                        .query((row, _) ->
                                new Selected(
                                        row.getObject("node_id", UUID.class),
                                        row.getObject("client_id", UUID.class),
                                        row.getString("name"),
                                        row.getBoolean("online"),
                                        SqlTime.required(row, "selected_at")))
                        .list();
    }

    /// The selections by client, of the clients that changed after a revision.
    Map<UUID, List<UUID>> changedAfter(UUID serverId, long revision) {
        Map<UUID, List<UUID>> found = new LinkedHashMap<>();
        jdbc.sql(
                        """
                        SELECT s.client_id, s.node_id FROM site_selection s
                        JOIN peer c ON c.id = s.client_id JOIN peer n ON n.id = s.node_id
                        WHERE c.secure_server_id = :server AND c.revision > :revision
                        ORDER BY s.client_id, n.host_index
                        """)
                .param("server", serverId)
                .param("revision", revision)
                .query(row -> {
                    found.computeIfAbsent(
                                    row.getObject("client_id", UUID.class), _ -> new ArrayList<>())
                            .add(row.getObject("node_id", UUID.class));
                });
        return found;
    }
}
