package io.fieldgate.portal.access;

import io.fieldgate.portal.shared.SliceRequest;
import io.fieldgate.portal.shared.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The table of devices. Callers hold the transaction.
@Repository
class DeviceTable {
    private static final String SELECT =
            "SELECT id, tenant_id, secure_server_id, node_id, name, name_key, label, address, kind,"
                    + " note, created_at FROM device ";

    private final JdbcClient jdbc;

    DeviceTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Row(
            UUID id,
            UUID tenantId,
            UUID serverId,
            UUID nodeId,
            String name,
            String nameKey,
            String label,
            String address,
            @Nullable DeviceKind kind,
            String note,
            Instant createdAt) {}

    void insert(Row row) {
        jdbc.sql(
                        """
                        INSERT INTO device (id, tenant_id, secure_server_id, node_id, name, name_key,
                               label, address, kind, note, created_at)
                        VALUES (:id, :tenant, :server, :node, :name, :key, :label, :address, :kind,
                               :note, :at)
                        """)
                .param("id", row.id())
                .param("tenant", row.tenantId())
                .param("server", row.serverId())
                .param("node", row.nodeId())
                .param("name", row.name())
                .param("key", row.nameKey())
                .param("label", row.label())
                .param("address", row.address())
                .param("kind", row.kind() == null ? null : row.kind().name())
                .param("note", row.note())
                .param("at", SqlTime.of(row.createdAt()))
                .update();
    }

    /// Writes all of it that may change.
    void update(Row row) {
        jdbc.sql(
                        """
                        UPDATE device SET name = :name, name_key = :key, label = :label,
                               address = :address, kind = :kind, note = :note
                        WHERE id = :id
                        """)
                .param("id", row.id())
                .param("name", row.name())
                .param("key", row.nameKey())
                .param("label", row.label())
                .param("address", row.address())
                .param("kind", row.kind() == null ? null : row.kind().name())
                .param("note", row.note())
                .update();
    }

    void delete(UUID id) {
        jdbc.sql("DELETE FROM device WHERE id = :id").param("id", id).update();
    }

    Optional<Row> find(UUID id) {
        return jdbc.sql(SELECT + "WHERE id = :id")
                .param("id", id)
                .query(DeviceTable::read)
                .optional();
    }

    List<Row> behind(UUID nodeId) {
        return jdbc.sql(SELECT + "WHERE node_id = :node ORDER BY name_key, id")
                .param("node", nodeId)
                .query(DeviceTable::read)
                .list();
    }

    List<Row> ofServer(UUID serverId) {
        return jdbc.sql(SELECT + "WHERE secure_server_id = :server ORDER BY label, id")
                .param("server", serverId)
                .query(DeviceTable::read)
                .list();
    }

    List<Row> slice(UUID nodeId, SliceRequest request) {
        return jdbc.sql(
                        SELECT
                                + """
                                WHERE node_id = :node AND name_key LIKE :pattern ESCAPE '\\'
                                  AND (name_key, id) > (:key, :after)
                                ORDER BY name_key, id LIMIT :limit
                                """)
                .param("node", nodeId)
                .param("pattern", request.pattern())
                .param("key", request.after().nameKey())
                .param("after", request.after().id())
                .param("limit", request.rowLimit().max())
                .query(DeviceTable::read)
                .list();
    }

    /// How many rules name the device.
    int rulesAbout(UUID id) {
        return jdbc.sql("SELECT count(*) FROM rule_target WHERE device_id = :id")
                .param("id", id)
                .query(Integer.class)
                .single();
    }

    private static Row read(ResultSet row, int number) throws SQLException {
        @Nullable String kind = row.getString("kind");
        return new Row(
                Sql.id(row, "id"),
                Sql.id(row, "tenant_id"),
                Sql.id(row, "secure_server_id"),
                Sql.id(row, "node_id"),
                row.getString("name"),
                row.getString("name_key"),
                row.getString("label"),
                row.getString("address"),
                kind == null ? null : DeviceKind.valueOf(kind),
                row.getString("note"),
                SqlTime.required(row, "created_at"));
    }
}
