package io.fieldgate.portal.fleet;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.ServerSettings.Announcements;
import io.fieldgate.portal.shared.SqlTime;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Keeps the state that people see of each secure server. Callers hold the transaction.
///
/// A transaction that writes here locks the secure server's row first, as every change of the fleet
/// does; so none overwrites the other's and none waits for the other in a ring.
@Repository
class ServerStates {
    private final JdbcClient jdbc;
    private final InstanceTable instances;
    private final LinkTable links;
    private final LocalWakeUps wakeUps;
    private final Clock clock;

    ServerStates(
            JdbcClient jdbc,
            InstanceTable instances,
            LinkTable links,
            LocalWakeUps wakeUps,
            Clock clock) {
        this.jdbc = jdbc;
        this.instances = instances;
        this.links = links;
        this.wakeUps = wakeUps;
        this.clock = clock;
    }

    /// Locks the row until the end of the transaction.
    ///
    /// @return false if there is no such secure server
    boolean lock(UUID serverId) {
        return jdbc.sql("SELECT id FROM secure_server WHERE id = :id FOR NO KEY UPDATE")
                .param("id", serverId)
                .query(UUID.class)
                .optional()
                .isPresent();
    }

    /// What decides over the subnets of a secure server that exists.
    ServerFacts facts(UUID serverId) {
        return jdbc.sql(
                        """
                        SELECT tenant_id, mode, network_index, ipv6, announcements
                        FROM secure_server WHERE id = :id
                        """)
                .param("id", serverId)
                .query((row, _) ->
                        new ServerFacts(
                                serverId,
                                RoutingMode.valueOf(row.getString("mode")),
                                new VpnNetworks(
                                        row.getObject("tenant_id", UUID.class),
                                        row.getInt("network_index"),
                                        row.getBoolean("ipv6")),
                                Announcements.valueOf(row.getString("announcements"))))
                .single();
    }

    /// Says that what must be known of a peer changed in this revision.
    void stamp(UUID peerId, long revision) {
        jdbc.sql("UPDATE peer SET revision = :revision WHERE id = :peer")
                .param("revision", revision)
                .param("peer", peerId)
                .update();
    }

    /// The names of a secure server's nodes by id.
    Map<UUID, String> namesOf(UUID serverId) {
        Map<UUID, String> names = new HashMap<>();
        jdbc.sql("SELECT id, name FROM peer WHERE secure_server_id = :id AND kind = 'NODE'")
                .param("id", serverId)
                .query(row -> {
                    names.put(row.getObject("id", UUID.class), row.getString("name"));
                });
        return names;
    }

    UUID tenantOf(UUID serverId) {
        return jdbc.sql("SELECT tenant_id FROM secure_server WHERE id = :id")
                .param("id", serverId)
                .query(UUID.class)
                .single();
    }

    /// Raises the revision of a locked secure server.
    long raiseRevision(UUID serverId) {
        wakeUps.afterCommit(serverId);
        return jdbc.sql(
                        """
                        UPDATE secure_server SET revision = revision + 1 WHERE id = :id
                        RETURNING revision
                        """)
                .param("id", serverId)
                .query(Long.class)
                .single();
    }

    void boundary(UUID serverId, String boundary) {
        jdbc.sql(
                        """
                        UPDATE secure_server SET boundary = :boundary
                        WHERE id = :id AND boundary <> :boundary
                        """)
                .param("id", serverId)
                .param("boundary", boundary)
                .update();
    }

    /// Judges a locked secure server anew.
    void refresh(UUID serverId) {
        Instant now = clock.instant();
        Optional<ControlLink> link = links.find(serverId);
        ServerCondition condition = ServerCondition.judge(instances.find(serverId), link, now);
        jdbc.sql(
                        """
                        UPDATE secure_server SET state = :state, state_detail = :detail,
                               applied_revision = COALESCE(:applied, applied_revision)
                        WHERE id = :id AND deleted_at IS NULL
                          AND (state, state_detail, applied_revision) IS DISTINCT FROM
                              (:state, :detail, COALESCE(:applied, applied_revision))
                        """)
                .param("id", serverId)
                .param("state", condition.state().name())
                .param("detail", condition.detail())
                .param(
                        "applied",
                        link.map(ControlLink::appliedRevision).filter(r -> r > 0).orElse(null),
                        java.sql.Types.BIGINT)
                .update();
    }

    /// Judges all that might have changed by the mere passing of time.
    void refreshAll() {
        jdbc.sql(
                        """
                        SELECT id FROM secure_server
                        WHERE deleted_at IS NULL AND state = 'RUNNING'
                          AND id NOT IN (SELECT secure_server_id FROM server_link
                                         WHERE last_report_at > :limit)
                        ORDER BY id
                        """)
                .param("limit", SqlTime.of(clock.instant().minus(ServerCondition.LINK_LOST_AFTER)))
                .query(UUID.class)
                .list()
                .forEach(id -> {
                    if (lock(id)) {
                        refresh(id);
                    }
                });
    }
}
