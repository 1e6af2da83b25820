package io.fieldgate.portal.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.portal.testing.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/// What is there before V5 gets its names.
class SitesMigrationTest {
    private static final UUID SERVER = new UUID(1, 1);

    @Test
    void tenantsAndNodesThatAreThereGetTheirLabels() throws SQLException {
        String url = TestPostgres.shared().newDatabase();
        migrate(url, "4");
        try (Connection connection = TestPostgres.shared().connect(url);
                var statement = connection.createStatement()) {
            statement.execute("SET fieldgate.scope = 'operator'");
            String tenant = "INSERT INTO tenant VALUES ('%s', '%s', '%s', now())";
            statement.execute(tenant.formatted(new UUID(0, 1), "Wasser & Söhne", "a"));
            statement.execute(tenant.formatted(new UUID(0, 2), "wasser sohne", "b"));
            statement.execute(
                    """
                    INSERT INTO secure_server (id, tenant_id, name, name_key, mode, network_index,
                        port, next_host, revision, state, state_detail, boundary, created_at)
                    VALUES ('%s', '%s', 'Plant', 'plant', 'ONE_TO_MANY', 0, 1194, 9, 7, 'RUNNING',
                        '', '', now())\
                    """
                            .formatted(SERVER, new UUID(0, 1)));
            node(connection, 2, "Pump", "ACTIVE");
            node(connection, 3, "PUMP!", "ACTIVE");
            node(connection, 4, "水泵", "ACTIVE");
            node(connection, 5, "192.168.1.7", "ACTIVE");
            node(connection, 6, "Gone", "REVOKED");
        }
        migrate(url, "5");
        try (Connection connection = TestPostgres.shared().connect(url);
                var statement = connection.createStatement()) {
            statement.execute("SET fieldgate.scope = 'operator'");
            assertThat(column(connection, "SELECT label FROM tenant ORDER BY id"))
                    .containsExactly("wasser-sohne", "wasser-sohne-2");
            assertThat(column(connection, "SELECT label FROM peer ORDER BY host_index"))
                    .containsExactly("pump", "pump-2", "node", "node-192-168-1-7", "");
            assertThat(column(connection, "SELECT revision FROM secure_server"))
                    .containsExactly("8");
            assertThat(column(connection, "SELECT DISTINCT revision FROM peer"))
                    .containsExactly("8");
        }
    }

    private static void migrate(String url, String target) {
        Flyway.configure().dataSource(url, TestPostgres.USER, "").target(target).load().migrate();
    }

    private static void node(Connection connection, int host, String name, String access)
            throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    """
                    INSERT INTO peer (id, tenant_id, secure_server_id, kind, name, name_key,
                        description, host_index, access, access_changed_at, access_reason, revision,
                        created_at)
                    VALUES ('%s', '%s', '%s', 'NODE', '%s', '%s', '', %d, '%s', now(), '', %d,
                        now())\
                    """
                            .formatted(
                                    new UUID(2, host),
                                    new UUID(0, 1),
                                    SERVER,
                                    name,
                                    name,
                                    host,
                                    access,
                                    host));
        }
    }

    private static List<String> column(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
