package io.fieldgate.portal.fleet;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.portal.shared.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The table of sessions. Callers hold the transaction.
@Repository
class SessionTable {
    private static final String SELECT =
            """
            SELECT s.session_id, s.secure_server_id, s.peer_id, s.since, s.remote_address,
                   s.transport, s.vpn_address, s.cipher, s.client_version, s.platform,
                   s.tls_version, s.key_derivation, s.client_ciphers, s.gui_version, s.abilities,
                   s.bytes_received, s.bytes_sent, s.ended_at, s.end_reason, s.untold_routes,
                   s.untold_more,
                   COALESCE(l.last_report_at, s.since) AS confirmed_at
            FROM vpn_session s
            LEFT JOIN server_link l ON l.secure_server_id = s.secure_server_id
            """;

    private final JdbcClient jdbc;

    SessionTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Enters sessions that are live; known ones get their new counters. Sessions of peers that are
    /// not this secure server's are left out.
    void putLive(UUID serverId, UUID bootId, Collection<SessionFacts> sessions) {
        if (sessions.isEmpty()) {
            return;
        }
        jdbc.sql(
                        """
                        INSERT INTO vpn_session (secure_server_id, session_id, tenant_id, peer_id,
                               boot_id, since, remote_address, transport, vpn_address, cipher,
                               client_version, platform, bytes_received, bytes_sent, tls_version,
                               key_derivation, client_ciphers, gui_version, abilities)
                        SELECT p.secure_server_id, s."sessionId", p.tenant_id, p.id, :boot,
                               s.since, s."remoteAddress", s.transport, s."vpnAddress", s.cipher,
                               s."clientVersion", s.platform, s."bytesReceived", s."bytesSent",
                               s."tlsVersion", s."keyDerivation", s."clientCiphers",
                               s."guiVersion", s.abilities
                        FROM jsonb_to_recordset(CAST(:sessions AS jsonb)) AS s(
                               "sessionId" uuid, "peerId" uuid, since timestamptz,
                               "remoteAddress" text, transport text, "vpnAddress" text,
                               cipher text, "clientVersion" text, platform text,
                               "bytesReceived" bigint, "bytesSent" bigint,
                               "tlsVersion" text, "keyDerivation" text, "clientCiphers" text,
                               "guiVersion" text, abilities text)
                        JOIN peer p ON p.id = s."peerId" AND p.secure_server_id = :server
                        ON CONFLICT (secure_server_id, session_id) DO UPDATE SET
                               boot_id = EXCLUDED.boot_id,
                               remote_address = EXCLUDED.remote_address,
                               bytes_received = EXCLUDED.bytes_received,
                               bytes_sent = EXCLUDED.bytes_sent,
                               ended_at = NULL, end_reason = ''
                        """)
                .param("server", serverId)
                .param("boot", bootId)
                .param("sessions", ContractJson.MAPPER.writeValueAsString(sessions))
                .update();
    }

    /// What a live session's peer lacks; replaces what was said before.
    void untold(UUID serverId, UUID sessionId, UntoldSubnets subnets) {
        jdbc.sql(
                        """
                        UPDATE vpn_session SET untold_routes = :routes, untold_more = :more
                        WHERE secure_server_id = :server AND session_id = :session
                          AND ended_at IS NULL
                        """)
                .param("server", serverId)
                .param("session", sessionId)
                .param("routes", subnets.text())
                .param("more", subnets.more())
                .update();
    }

    void end(
            UUID serverId,
            UUID sessionId,
            Instant at,
            String reason,
            long bytesReceived,
            long bytesSent) {
        jdbc.sql(
                        """
                        UPDATE vpn_session SET ended_at = GREATEST(since, :at),
                               end_reason = :reason, bytes_received = :received, bytes_sent = :sent
                        WHERE secure_server_id = :server AND session_id = :session
                          AND ended_at IS NULL
                        """)
                .param("server", serverId)
                .param("session", sessionId)
                .param("at", SqlTime.of(at))
                .param("reason", reason)
                .param("received", bytesReceived)
                .param("sent", bytesSent)
                .update();
    }

    /// Ends all live sessions of a secure server but these.
    void endAllExcept(UUID serverId, Collection<UUID> live, Instant at, String reason) {
        jdbc.sql(
                        """
                        UPDATE vpn_session SET ended_at = GREATEST(since, :at), end_reason = :reason
                        WHERE secure_server_id = :server AND ended_at IS NULL
                          AND NOT session_id = ANY (CAST(:live AS uuid[]))
                        """)
                .param("server", serverId)
                .param("at", SqlTime.of(at))
                .param("reason", reason)
                .param("live", texts(live))
                .update();
    }

    List<Session> live(UUID serverId, int limit) {
        return jdbc.sql(
                        SELECT
                                + """
                                WHERE s.secure_server_id = :server AND s.ended_at IS NULL
                                ORDER BY s.since, s.session_id LIMIT :limit
                                """)
                .param("server", serverId)
                .param("limit", limit)
                .query(SessionTable::read)
                .list();
    }

    /// The newest session of each of these peers, a live one before all others.
    List<Session> newestOf(Collection<UUID> peerIds) {
        return jdbc.sql(
                        "SELECT DISTINCT ON (peer_id) * FROM ("
                                + SELECT
                                + """
                                WHERE s.peer_id = ANY (CAST(:peers AS uuid[]))) AS newest
                                ORDER BY peer_id, ended_at IS NOT NULL, since DESC
                                """)
                .param("peers", texts(peerIds))
                .query(SessionTable::read)
                .list();
    }

    Optional<Session> find(UUID sessionId) {
        return jdbc.sql(SELECT + "WHERE s.session_id = :session")
                .param("session", sessionId)
                .query(SessionTable::read)
                .optional();
    }

    void requestEnd(UUID serverId, UUID sessionId, long revision) {
        jdbc.sql(
                        """
                        UPDATE vpn_session SET end_requested_revision = :revision
                        WHERE secure_server_id = :server AND session_id = :session
                          AND ended_at IS NULL
                        """)
                .param("server", serverId)
                .param("session", sessionId)
                .param("revision", revision)
                .update();
    }

    /// Live sessions that were asked to end after this revision.
    List<String> endRequestedAfter(UUID serverId, long revision) {
        return jdbc.sql(
                        """
                        SELECT session_id FROM vpn_session
                        WHERE secure_server_id = :server AND ended_at IS NULL
                          AND end_requested_revision > :revision
                        ORDER BY session_id
                        """)
                .param("server", serverId)
                .param("revision", revision)
                .query((row, _) -> row.getString("session_id"))
                .list();
    }

    private static String[] texts(Collection<UUID> ids) {
        return ids.stream().map(UUID::toString).toArray(String[]::new);
    }

    private static Session read(ResultSet row, int number) throws SQLException {
        return new Session(
                row.getObject("session_id", UUID.class),
                row.getObject("secure_server_id", UUID.class),
                row.getObject("peer_id", UUID.class),
                SqlTime.required(row, "since"),
                row.getString("remote_address"),
                row.getString("transport"),
                row.getString("vpn_address"),
                row.getString("cipher"),
                row.getString("client_version"),
                row.getString("platform"),
                row.getString("tls_version"),
                row.getString("key_derivation"),
                row.getString("client_ciphers"),
                row.getString("gui_version"),
                row.getString("abilities"),
                row.getLong("bytes_received"),
                row.getLong("bytes_sent"),
                SqlTime.optional(row, "ended_at"),
                row.getString("end_reason"),
                SqlTime.required(row, "confirmed_at"),
                UntoldSubnets.stored(row.getString("untold_routes"), row.getInt("untold_more")));
    }
}
