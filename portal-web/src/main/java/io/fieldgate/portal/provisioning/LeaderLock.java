package io.fieldgate.portal.provisioning;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/// Lets one replica of the portal at a time do what must not be done twice at once: a PostgreSQL
/// advisory lock, held by a connection for the length of the work.
@Component
class LeaderLock {
    /// "fg-recon" in ASCII; the number says nothing to others.
    private static final long KEY = 0x66_67_2d_72_65_63_6f_6eL;

    private final DataSource dataSource;

    LeaderLock(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// Runs the work if nobody else is at it.
    ///
    /// @return whether it was run
    boolean ifLeading(Runnable work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            if (!call(connection, "SELECT pg_try_advisory_lock(?)")) {
                return false;
            }
            try {
                work.run();
            } finally {
                call(connection, "SELECT pg_advisory_unlock(?)");
            }
            return true;
        }
    }

    private static boolean call(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, KEY);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
