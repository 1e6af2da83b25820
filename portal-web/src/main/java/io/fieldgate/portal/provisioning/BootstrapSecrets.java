package io.fieldgate.portal.provisioning;

import io.fieldgate.portal.shared.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// One-time secrets with which new secure servers prove who they are. Only hashes are stored.
@Repository
class BootstrapSecrets {
    static final Duration LIFE = Duration.ofHours(24);

    private final JdbcClient jdbc;
    private final Clock clock;

    BootstrapSecrets(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /// A new secret for this secure server; those before it are worth nothing any more.
    @Transactional
    String create(UUID tenantId, UUID serverId) {
        jdbc.sql("DELETE FROM bootstrap_secret WHERE secure_server_id = :server")
                .param("server", serverId)
                .update();
        String secret = Secrets.token();
        Instant now = clock.instant();
        jdbc.sql(
                        """
                        INSERT INTO bootstrap_secret (id, tenant_id, secure_server_id,
                               secret_sha256, created_at, expires_at)
                        VALUES (:id, :tenant, :server, :hash, :now, :expires)
                        """)
                .param("id", UUID.randomUUID())
                .param("tenant", tenantId)
                .param("server", serverId)
                .param("hash", Secrets.hash(secret))
                .param("now", time(now))
                .param("expires", time(now.plus(LIFE)))
                .update();
        return secret;
    }

    /// The tenant of the secure server, if this secret would be accepted at the moment.
    @Transactional(readOnly = true)
    Optional<UUID> redeemable(UUID serverId, String secret) {
        return jdbc.sql(
                        """
                        SELECT b.tenant_id FROM bootstrap_secret b
                        JOIN secure_server s ON s.id = b.secure_server_id AND s.deleted_at IS NULL
                        WHERE b.secure_server_id = :server AND b.secret_sha256 = :hash
                          AND b.consumed_at IS NULL AND b.expires_at > :now
                        """)
                .param("server", serverId)
                .param("hash", Secrets.hash(secret))
                .param("now", time(clock.instant()))
                .query(UUID.class)
                .optional();
    }

    /// Consumes a secret, in the caller's transaction: checked and used up by one statement, so
    /// that of any number of calls with the same secret one succeeds.
    ///
    /// @return false if the secret is wrong, used, too old, or of another or a deleted secure
    ///   server
    @Transactional(propagation = Propagation.MANDATORY)
    boolean consume(UUID serverId, String secret) {
        return jdbc.sql(
                                """
                                UPDATE bootstrap_secret b SET consumed_at = :now
                                FROM secure_server s
                                WHERE b.secure_server_id = :server AND b.secret_sha256 = :hash
                                  AND b.consumed_at IS NULL AND b.expires_at > :now
                                  AND s.id = b.secure_server_id AND s.deleted_at IS NULL
                                """)
                        .param("server", serverId)
                        .param("hash", Secrets.hash(secret))
                        .param("now", time(clock.instant()))
                        .update()
                == 1;
    }

    /// Whether a secret waits for its secure server.
    @Transactional(readOnly = true)
    boolean pending(UUID serverId) {
        return jdbc.sql(
                        """
                        SELECT EXISTS (SELECT 1 FROM bootstrap_secret WHERE secure_server_id = :server
                        AND consumed_at IS NULL AND expires_at > :now)
                        """)
                .param("server", serverId)
                .param("now", time(clock.instant()))
                .query(Boolean.class)
                .single();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
