package io.fieldgate.portal.fleet;

import io.fieldgate.portal.shared.SqlTime;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The table of refused peers: one row per peer, the newest refusal. Callers hold the transaction.
@Repository
class RefusalTable {
    private final JdbcClient jdbc;

    RefusalTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Stores a refusal, if the peer is one of this secure server.
    void put(UUID serverId, UUID peerId, PeerRefusal refusal) {
        jdbc.sql(
                        """
                        INSERT INTO peer_refusal (peer_id, tenant_id, at, remote_address, reason)
                        SELECT id, tenant_id, :at, :address, :reason
                        FROM peer WHERE id = :peer AND secure_server_id = :server
                        ON CONFLICT (peer_id) DO UPDATE SET at = EXCLUDED.at,
                               remote_address = EXCLUDED.remote_address, reason = EXCLUDED.reason
                        """)
                .param("server", serverId)
                .param("peer", peerId)
                .param("at", SqlTime.of(refusal.at()))
                .param("address", refusal.remoteAddress())
                .param("reason", refusal.reason())
                .update();
    }

    Optional<PeerRefusal> find(UUID peerId) {
        return jdbc.sql("SELECT at, remote_address, reason FROM peer_refusal WHERE peer_id = :peer")
                .param("peer", peerId)
                .query((row, _) ->
                        new PeerRefusal(
                                SqlTime.required(row, "at"),
                                row.getString("remote_address"),
                                row.getString("reason")))
                .optional();
    }
}
