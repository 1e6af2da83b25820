package io.fieldgate.launcher.settings;

import io.fieldgate.launcher.system.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// How the portal reaches its database.
///
/// @param url without user and password
public record DatabaseAccess(String url, String user, String password) {
    private static final String SCHEME = "jdbc:postgresql:";
    private static final int ATTEMPT_LIMIT_SECONDS = 10;

    /// From a JDBC URL that has user and password among its parameters.
    ///
    /// @throws Refusal when it is something else
    public static DatabaseAccess parse(String text) {
        int query = text.indexOf('?');
        if (!text.startsWith(SCHEME) || query < 0) {
            throw wrong(null);
        }
        String user = "";
        String password = "";
        List<String> others = new ArrayList<>();
        for (String parameter : text.substring(query + 1).split("&", -1)) {
            if (parameter.startsWith("user=")) {
                user = decoded(parameter.substring("user=".length()));
            } else if (parameter.startsWith("password=")) {
                password = decoded(parameter.substring("password=".length()));
            } else if (!parameter.isEmpty()) {
                others.add(parameter);
            }
        }
        if (user.isEmpty()) {
            throw wrong(null);
        }
        String base = text.substring(0, query);
        return new DatabaseAccess(
                others.isEmpty() ? base : base + "?" + String.join("&", others), user, password);
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong(e);
        }
    }

    private static Refusal wrong(@Nullable Exception cause) {
        return new Refusal(
                "The database must be given as"
                        + " jdbc:postgresql://HOST:PORT/NAME?user=USER&password=PASSWORD"
                        + " (special characters in URL encoding).",
                cause);
    }

    /// Opens a connection, to be closed by the caller.
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", Integer.toString(ATTEMPT_LIMIT_SECONDS));
        properties.setProperty("socketTimeout", Integer.toString(ATTEMPT_LIMIT_SECONDS));
        properties.setProperty("ApplicationName", "fieldgate launcher");
        return DriverManager.getConnection(url, properties);
    }

    /// Never shows the password.
    @Override
    public String toString() {
        return url + " as " + user;
    }
}
