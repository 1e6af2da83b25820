package io.fieldgate.portal.fleet;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// The activation codes of nodes, of which only hashes are stored.
@Repository
class ActivationCodes {
    private final JdbcClient jdbc;
    private final Clock clock;

    ActivationCodes(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// The node that a code stands for.
    record Holder(UUID tenantId, UUID nodeId) {}

    /// Whose code this is, if it would be accepted at the moment.
    @Transactional(readOnly = true)
    Optional<Holder> redeemable(ActivationCode code) {
        return jdbc.sql(
                        """
                        SELECT p.tenant_id, p.id FROM peer p
                        JOIN secure_server s ON s.id = p.secure_server_id AND s.deleted_at IS NULL
                        WHERE p.activation_code_hash = :hash AND p.activation_expires_at > :now
                          AND p.kind = 'NODE' AND p.access <> 'REVOKED' AND p.deleted_at IS NULL
                        """)
                .param("hash", code.hash())
                .param("now", now())
                .query((row, _) ->
                        new Holder(
                                row.getObject("tenant_id", UUID.class),
                                row.getObject("id", UUID.class)))
                .optional();
    }

    /// Uses up a node's code, in the caller's transaction: checked and removed by one statement, so
    /// that of any number of calls with the same code one succeeds. The row of the secure server is
    /// locked already, and the node not yet read.
    ///
    /// @return false if it is not, or not any more, the node's code
    @Transactional(propagation = Propagation.MANDATORY)
    boolean consume(UUID nodeId, ActivationCode code) {
        return jdbc.sql(
                                """
                                UPDATE peer
                                SET activation_code_hash = NULL, activation_expires_at = NULL
                                WHERE id = :node AND activation_code_hash = :hash
                                  AND activation_expires_at > :now
                                  AND kind = 'NODE' AND access <> 'REVOKED' AND deleted_at IS NULL
                                """)
                        .param("node", nodeId)
                        .param("hash", code.hash())
                        .param("now", now())
                        .update()
                == 1;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
