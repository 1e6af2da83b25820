package io.fieldgate.portal.shared;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;

/// Tells failures of the database's connection from failures of our own.
public final class Outages {
    private static final String DISK_FULL = "53100";

    private Outages() {}

    /// Whether this was thrown because the database does not answer, or has no room to write.
    public static boolean isOutage(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotCreateTransactionException
                    || cause instanceof CannotGetJdbcConnectionException
                    || cause instanceof DataAccessResourceFailureException
                    || cause instanceof SQLTransientConnectionException
                    || (cause instanceof SQLException sql
                            && (connectionState(sql.getSQLState())
                                    || DISK_FULL.equals(sql.getSQLState())))) {
                return true;
            }
        }
        return false;
    }

    /// What to answer to a failure that is an outage.
    public static Refusal refusal(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && DISK_FULL.equals(sql.getSQLState())) {
                return new Refusal(
                        Refusal.Kind.UNAVAILABLE,
                        "disk-full",
                        "The disk is full",
                        "The database's disk is full, so nothing was changed. Tunnels go on. Make"
                                + " room on the disk with Fieldgate's data, then try again.",
                        null);
            }
        }
        return databaseRefusal();
    }

    private static Refusal databaseRefusal() {
        return new Refusal(
                Refusal.Kind.UNAVAILABLE,
                "database-unavailable",
                "The database does not answer",
                "The portal cannot reach its database at the moment. Tunnels go on without it. Try"
                        + " again in some seconds.",
                null);
    }

    /// Class 08: connection exception; 57P01 to 57P03: the server goes down or comes up; 53300: too
    /// many connections.
    private static boolean connectionState(@Nullable String state) {
        return state != null
                && (state.startsWith("08") || state.startsWith("57P0") || state.equals("53300"));
    }
}
