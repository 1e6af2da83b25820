package io.fieldgate.portal.fleet;

import java.util.Collection;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Keeps `connected_since` and `disconnected_at` of the peers equal to their sessions. Callers hold
/// the transaction and the lock of the secure server.
@Repository
class PresenceTable {
    private final JdbcClient jdbc;

    PresenceTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Follows the sessions of a secure server; touches only the rows of peers that came or went.
    ///
    /// @param ended peers with a session that ended, even if it began after this was called last
    void follow(UUID serverId, Collection<UUID> ended) {
        jdbc.sql(
                        """
                        UPDATE peer p SET connected_since = s.since
                        FROM (SELECT peer_id, max(since) AS since FROM vpn_session
                              WHERE secure_server_id = :server AND ended_at IS NULL
                              GROUP BY peer_id) AS s
                        WHERE p.id = s.peer_id AND p.secure_server_id = :server
                          AND p.connected_since IS DISTINCT FROM s.since
                        """)
                .param("server", serverId)
                .update();
        jdbc.sql(
                        """
                        UPDATE peer p SET connected_since = NULL,
                               disconnected_at = (SELECT max(ended_at) FROM vpn_session e
                                                  WHERE e.peer_id = p.id)
                        WHERE p.secure_server_id = :server AND (p.connected_since IS NOT NULL OR p.id = ANY (CAST(:ended AS uuid[])))
                          AND NOT EXISTS (SELECT 1 FROM vpn_session l
                                          WHERE l.peer_id = p.id AND l.ended_at IS NULL)
                        """)
                .param("server", serverId)
                .param("ended", ended.stream().map(UUID::toString).toArray(String[]::new))
                .update();
    }
}
