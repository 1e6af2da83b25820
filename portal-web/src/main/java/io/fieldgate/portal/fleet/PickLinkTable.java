package io.fieldgate.portal.fleet;

import io.fieldgate.portal.shared.SqlTime;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The personal links of clients, of which only hashes are stored. Callers hold the transaction.
@Repository
class PickLinkTable {
    private final JdbcClient jdbc;

    PickLinkTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The holder of this secret, if its link is good now. A link is no good any more when the
    /// client or its secure server has gone, whether or not its row is still there.
    Optional<PickHolder> holder(byte[] hash, Instant now) {
        return jdbc.sql(
                        """
                        SELECT l.tenant_id, l.client_id, p.name, l.expires_at FROM pick_link l
                        JOIN peer p ON p.id = l.client_id
                        JOIN secure_server s ON s.id = p.secure_server_id AND s.deleted_at IS NULL
                        WHERE l.secret_hash = :hash AND l.expires_at > :now
                          AND p.kind = 'CLIENT' AND p.access = 'ACTIVE' AND p.deleted_at IS NULL
                        """)
                .param("hash", hash)
                .param("now", SqlTime.of(now))
                .query((row, _) ->
                        new PickHolder(
                                row.getObject("tenant_id", UUID.class),
                                row.getObject("client_id", UUID.class),
                                row.getString("name"),
                                SqlTime.required(row, "expires_at")))
                .optional();
    }

    Optional<PickLinkView> of(UUID clientId) {
        return jdbc.sql(
                        """
                        SELECT client_id, created_at, expires_at, opened_at FROM pick_link
                        WHERE client_id = :client
                        """)
                .param("client", clientId)
                .query((row, _) ->
                        new PickLinkView(
                                row.getObject("client_id", UUID.class),
                                SqlTime.required(row, "created_at"),
                                SqlTime.required(row, "expires_at"),
                                SqlTime.optional(row, "opened_at").orElse(null)))
                .optional();
    }

    /// In place of the one before, if there is one.
    void put(Peer client, byte[] hash, Instant now, Instant expiresAt) {
        jdbc.sql(
                        """
                        INSERT INTO pick_link
                            (client_id, tenant_id, secret_hash, created_at, expires_at)
                        VALUES (:client, :tenant, :hash, :now, :expires)
                        ON CONFLICT (client_id) DO UPDATE SET secret_hash = excluded.secret_hash,
                            created_at = excluded.created_at, expires_at = excluded.expires_at,
                            opened_at = NULL
                        """)
                .param("client", client.id())
                .param("tenant", client.tenantId())
                .param("hash", hash)
                .param("now", SqlTime.of(now))
                .param("expires", SqlTime.of(expiresAt))
                .update();
    }

    void opened(UUID clientId, Instant now) {
        jdbc.sql("UPDATE pick_link SET opened_at = :now WHERE client_id = :client")
                .param("now", SqlTime.of(now))
                .param("client", clientId)
                .update();
    }

    /// @return whether there was one
    boolean remove(UUID clientId) {
        return jdbc.sql("DELETE FROM pick_link WHERE client_id = :client")
                        .param("client", clientId)
                        .update()
                > 0;
    }
}
