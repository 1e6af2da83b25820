package io.fieldgate.portal.fleet;

import io.fieldgate.portal.shared.SqlTime;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// What provisioning reads and writes of the fleet.
@Service
public class Instances {
    private final JdbcClient jdbc;
    private final InstanceTable instances;
    private final ServerStates states;
    private final Clock clock;

    Instances(JdbcClient jdbc, InstanceTable instances, ServerStates states, Clock clock) {
        this.jdbc = jdbc;
        this.instances = instances;
        this.states = states;
        this.clock = clock;
    }

    /// All secure servers of the scope, deleted ones until nothing is left of them; oldest first.
    @Transactional(readOnly = true)
    public List<WantedInstance> wanted() {
        Map<UUID, InstanceStanding> standings = new HashMap<>();
        instances.all().forEach(one -> standings.put(one.secureServerId(), one));
        return jdbc.sql(
                        """
                        SELECT s.id, s.tenant_id, s.port, s.deleted_at IS NOT NULL AS deleted,
                               l.last_contact_at
                        FROM secure_server s
                        LEFT JOIN server_link l ON l.secure_server_id = s.id
                        ORDER BY s.created_at, s.id
                        """)
                .query((row, _) -> {
                    UUID id = row.getObject("id", UUID.class);
                    return new WantedInstance(
                            id,
                            row.getObject("tenant_id", UUID.class),
                            row.getInt("port"),
                            row.getBoolean("deleted"),
                            Optional.ofNullable(standings.get(id)),
                            SqlTime.optional(row, "last_contact_at"));
                })
                .list();
    }

    /// Whose secure server this is; empty if there is none or it is deleted.
    @Transactional(readOnly = true)
    public Optional<UUID> tenantOf(UUID serverId) {
        return jdbc.sql("SELECT tenant_id FROM secure_server WHERE id = :id AND deleted_at IS NULL")
                .param("id", serverId)
                .query(UUID.class)
                .optional();
    }

    /// Stores how an instance stands, and what the secure server's state is by that.
    ///
    /// @param boundary what separates the instance from others; empty: as it was
    @Transactional
    public void record(InstanceStanding standing, String boundary) {
        if (!states.lock(standing.secureServerId())) {
            return;
        }
        instances.put(standing);
        if (!boundary.isEmpty()) {
            states.boundary(standing.secureServerId(), ReportText.printable(boundary));
        }
        states.refresh(standing.secureServerId());
    }

    /// Notes, in the caller's transaction, that the instance has got its certificates.
    @Transactional(propagation = Propagation.MANDATORY)
    public void enrolled(UUID serverId) {
        instances.enrolled(serverId, clock.instant());
    }

    /// Judges all secure servers' states anew: time passes for those that do not report.
    @Transactional
    public void refreshStates() {
        states.refreshAll();
    }
}
