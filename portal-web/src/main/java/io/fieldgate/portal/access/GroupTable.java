package io.fieldgate.portal.access;

import io.fieldgate.portal.shared.DisplayName;
import io.fieldgate.portal.shared.SliceRequest;
import io.fieldgate.portal.shared.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The tables of groups and their members. Callers hold the transaction.
@Repository
class GroupTable {
    private static final String SELECT =
            """
            SELECT g.id, g.tenant_id, g.secure_server_id, g.kind, g.name, g.name_key, g.created_at,
                   (SELECT count(*) FROM group_member m WHERE m.group_id = g.id) AS members
            FROM peer_group g
            """;

    private final JdbcClient jdbc;

    GroupTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(GroupView group, String nameKey) {
        jdbc.sql(
                        """
                        INSERT INTO peer_group (id, tenant_id, secure_server_id, kind, name,
                               name_key, created_at)
                        VALUES (:id, :tenant, :server, :kind, :name, :key, :at)
                        """)
                .param("id", group.id())
                .param("tenant", group.tenantId())
                .param("server", group.secureServerId())
                .param("kind", group.kind().name())
                .param("name", group.name())
                .param("key", nameKey)
                .param("at", SqlTime.of(group.createdAt()))
                .update();
    }

    void delete(UUID id) {
        jdbc.sql("DELETE FROM peer_group WHERE id = :id").param("id", id).update();
    }

    Optional<GroupView> find(UUID id) {
        return jdbc.sql(SELECT + "WHERE g.id = :id")
                .param("id", id)
                .query(GroupTable::read)
                .optional();
    }

    boolean nameTaken(UUID serverId, GroupKind kind, String nameKey) {
        return jdbc.sql(
                        """
                        SELECT EXISTS (SELECT FROM peer_group WHERE secure_server_id = :server
                                       AND kind = :kind AND name_key = :key)
                        """)
                .param("server", serverId)
                .param("kind", kind.name())
                .param("key", nameKey)
                .query(Boolean.class)
                .single();
    }

    List<GroupView> ofServer(UUID serverId) {
        return jdbc.sql(SELECT + "WHERE g.secure_server_id = :server ORDER BY g.name_key, g.id")
                .param("server", serverId)
                .query(GroupTable::read)
                .list();
    }

    List<GroupView> slice(UUID serverId, SliceRequest request) {
        return jdbc.sql(
                        SELECT
                                + """
                                WHERE g.secure_server_id = :server
                                  AND g.name_key LIKE :pattern ESCAPE '\\'
                                  AND (g.name_key, g.id) > (:key, :after)
                                ORDER BY g.name_key, g.id LIMIT :limit
                                """)
                .param("server", serverId)
                .param("pattern", request.pattern())
                .param("key", request.after().nameKey())
                .param("after", request.after().id())
                .param("limit", request.rowLimit().max())
                .query(GroupTable::read)
                .list();
    }

    List<MemberView> members(UUID groupId) {
        return jdbc.sql(
                        """
                        SELECT p.id, p.name FROM group_member m JOIN peer p ON p.id = m.peer_id
                        WHERE m.group_id = :group AND p.deleted_at IS NULL
                        ORDER BY p.name_key, p.id
                        """)
                .param("group", groupId)
                .query((row, _) -> new MemberView(Sql.id(row, "id"), row.getString("name")))
                .list();
    }

    /// The members of all groups of a secure server, by group.
    Map<UUID, List<UUID>> membersByGroup(UUID serverId) {
        return jdbc
                .sql(
                        """
                        SELECT m.group_id, m.peer_id
                        FROM group_member m JOIN peer_group g ON g.id = m.group_id
                             JOIN peer p ON p.id = m.peer_id
                        WHERE g.secure_server_id = :server
                        ORDER BY m.group_id, p.host_index
                        """)
                .param("server", serverId)
                .query((row, _) -> Map.entry(Sql.id(row, "group_id"), Sql.id(row, "peer_id")))
                .stream()
                .collect(
                        Collectors.groupingBy(
                                Map.Entry::getKey,
                                Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    /// How many of these may be members: peers of the right kind on the group's secure server.
    int eligible(GroupView group, Collection<UUID> peerIds) {
        return jdbc.sql(
                        """
                        SELECT count(*) FROM peer p
                        WHERE p.id = ANY (CAST(:peers AS uuid[])) AND p.kind = :kind
                          AND p.secure_server_id = :server AND p.deleted_at IS NULL
                        """)
                .param("peers", Sql.texts(peerIds))
                .param("kind", group.kind() == GroupKind.CLIENTS ? "CLIENT" : "NODE")
                .param("server", group.secureServerId())
                .query(Integer.class)
                .single();
    }

    /// Replaces the members; those that are no such peers of this secure server are left out.
    void replaceMembers(GroupView group, Collection<UUID> peerIds) {
        jdbc.sql("DELETE FROM group_member WHERE group_id = :group")
                .param("group", group.id())
                .update();
        jdbc.sql(
                        """
                        INSERT INTO group_member (group_id, peer_id, tenant_id)
                        SELECT :group, p.id, p.tenant_id FROM peer p
                        WHERE p.id = ANY (CAST(:peers AS uuid[])) AND p.kind = :kind
                          AND p.secure_server_id = :server AND p.deleted_at IS NULL
                        """)
                .param("group", group.id())
                .param("peers", Sql.texts(peerIds))
                .param("kind", group.kind() == GroupKind.CLIENTS ? "CLIENT" : "NODE")
                .param("server", group.secureServerId())
                .update();
    }

    /// How many rules name the group, as subject or target.
    int rulesAbout(UUID id) {
        return jdbc.sql(
                        """
                        SELECT (SELECT count(*) FROM rule WHERE group_id = :id)
                             + (SELECT count(*) FROM rule_target WHERE group_id = :id)
                        """)
                .param("id", id)
                .query(Integer.class)
                .single();
    }

    static String nameKey(GroupView group) {
        return DisplayName.comparable(group.name());
    }

    private static GroupView read(ResultSet row, int number) throws SQLException {
        return new GroupView(
                Sql.id(row, "id"),
                Sql.id(row, "tenant_id"),
                Sql.id(row, "secure_server_id"),
                GroupKind.valueOf(row.getString("kind")),
                row.getString("name"),
                row.getInt("members"),
                SqlTime.required(row, "created_at"));
    }
}
