package io.fieldgate.portal.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;

/// Values as the PostgreSQL driver takes and gives them.
final class Sql {
    private Sql() {}

    static UUID id(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    /// For `= ANY (CAST(:ids AS uuid[]))`.
    static String[] texts(Collection<UUID> ids) {
        return ids.stream().map(UUID::toString).toArray(String[]::new);
    }
}
