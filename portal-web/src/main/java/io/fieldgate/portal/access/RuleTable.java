package io.fieldgate.portal.access;

import io.fieldgate.contract.control.Policy.Direction;
import io.fieldgate.contract.control.Policy.Effect;
import io.fieldgate.contract.control.Policy.PortRange;
import io.fieldgate.contract.control.Policy.Protocol;
import io.fieldgate.portal.shared.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The tables of rules and their targets. Callers hold the transaction.
@Repository
class RuleTable {
    private final JdbcClient jdbc;

    RuleTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Target(
            UUID ruleId,
            @Nullable UUID nodeId,
            @Nullable UUID groupId,
            @Nullable UUID deviceId,
            @Nullable String subnet) {}

    /// All rules of a secure server, those of one subject together and in their order.
    List<RuleRow> ofServer(UUID serverId) {
        Map<UUID, List<Target>> targets = new HashMap<>();
        for (Target target : targets(serverId)) {
            targets.computeIfAbsent(target.ruleId(), _ -> new ArrayList<>()).add(target);
        }
        return jdbc.sql(
                        """
                        SELECT id, client_id, group_id, position, protocol, ports, direction, effect,
                               note
                        FROM rule WHERE secure_server_id = :server
                        ORDER BY coalesce(client_id, group_id), position, id
                        """)
                .param("server", serverId)
                .query((row, _) -> read(row, targets))
                .list();
    }

    void insert(UUID tenantId, UUID serverId, RuleRow rule, Instant now) {
        RuleBody body = rule.body();
        boolean client = rule.subject() instanceof Subject.Client;
        jdbc.sql(
                        """
                        INSERT INTO rule (id, tenant_id, secure_server_id, client_id, group_id,
                               position, protocol, ports, direction, effect, note, created_at)
                        VALUES (:id, :tenant, :server, :client, :group, :position, :protocol,
                               :ports, :direction, :effect, :note, :at)
                        """)
                .param("id", rule.id())
                .param("tenant", tenantId)
                .param("server", serverId)
                .param("client", client ? rule.subject().id() : null, java.sql.Types.OTHER)
                .param("group", client ? null : rule.subject().id(), java.sql.Types.OTHER)
                .param("position", rule.position())
                .param("protocol", body.protocol().name())
                .param("ports", String.join(",", body.portTexts()))
                .param("direction", body.direction().name())
                .param("effect", body.effect().name())
                .param("note", body.note())
                .param("at", SqlTime.of(now))
                .update();
        insertTargets(tenantId, rule.id(), "node_id", body.nodes());
        insertTargets(tenantId, rule.id(), "group_id", body.groups());
        insertTargets(tenantId, rule.id(), "device_id", body.devices());
        insertSubnets(tenantId, rule.id(), body.subnets());
    }

    void move(UUID ruleId, int position) {
        jdbc.sql("UPDATE rule SET position = :position WHERE id = :id AND position <> :position")
                .param("position", position)
                .param("id", ruleId)
                .update();
    }

    void delete(Collection<UUID> ruleIds) {
        jdbc.sql("DELETE FROM rule WHERE id = ANY (CAST(:ids AS uuid[]))")
                .param("ids", Sql.texts(ruleIds))
                .update();
    }

    private void insertTargets(UUID tenantId, UUID ruleId, String column, List<UUID> ids) {
        if (!ids.isEmpty()) {
            jdbc.sql(
                            "INSERT INTO rule_target (rule_id, tenant_id, "
                                    + column
                                    + ") SELECT :rule, :tenant, unnest(CAST(:ids AS uuid[]))")
                    .param("rule", ruleId)
                    .param("tenant", tenantId)
                    .param("ids", Sql.texts(ids))
                    .update();
        }
    }

    private void insertSubnets(UUID tenantId, UUID ruleId, List<String> subnets) {
        if (!subnets.isEmpty()) {
            jdbc.sql(
                            """
                            INSERT INTO rule_target (rule_id, tenant_id, subnet)
                            SELECT :rule, :tenant, unnest(CAST(:subnets AS text[]))
                            """)
                    .param("rule", ruleId)
                    .param("tenant", tenantId)
                    .param("subnets", subnets.toArray(String[]::new))
                    .update();
        }
    }

    private List<Target> targets(UUID serverId) {
        return jdbc.sql(
                        """
                        SELECT t.rule_id, t.node_id, t.group_id, t.device_id, t.subnet
                        FROM rule_target t JOIN rule r ON r.id = t.rule_id
                        WHERE r.secure_server_id = :server
                        ORDER BY t.node_id, t.group_id, t.device_id, t.subnet
                        """)
                .param("server", serverId)
                .query((row, _) ->
                        new Target(
                                Sql.id(row, "rule_id"),
                                row.getObject("node_id", UUID.class),
                                row.getObject("group_id", UUID.class),
                                row.getObject("device_id", UUID.class),
                                row.getString("subnet")))
                .list();
    }

    private static RuleRow read(ResultSet row, Map<UUID, List<Target>> targets)
            throws SQLException {
        UUID id = Sql.id(row, "id");
        @Nullable UUID client = row.getObject("client_id", UUID.class);
        Subject subject =
                client == null
                        ? new Subject.Group(Sql.id(row, "group_id"))
                        : new Subject.Client(client);
        List<Target> own = targets.getOrDefault(id, List.of());
        return new RuleRow(
                id,
                subject,
                row.getInt("position"),
                new RuleBody(
                        own.stream().map(Target::nodeId).filter(Objects::nonNull).toList(),
                        own.stream().map(Target::groupId).filter(Objects::nonNull).toList(),
                        own.stream().map(Target::subnet).filter(Objects::nonNull).toList(),
                        own.stream().map(Target::deviceId).filter(Objects::nonNull).toList(),
                        Protocol.valueOf(row.getString("protocol")),
                        ports(row.getString("ports")),
                        Direction.valueOf(row.getString("direction")),
                        Effect.valueOf(row.getString("effect")),
                        row.getString("note")));
    }

    private static List<PortRange> ports(String text) {
        return Arrays.stream(text.split(",", -1))
                .filter(part -> !part.isEmpty())
                .map(part -> part.split("-", 2))
                .map(ends ->
                        new PortRange(
                                Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])))
                .toList();
    }
}
