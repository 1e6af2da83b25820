package io.fieldgate.launcher;

import io.fieldgate.launcher.settings.DatabaseAccess;
import io.fieldgate.launcher.settings.HostName;
import io.fieldgate.launcher.settings.PortRange;
import io.fieldgate.launcher.settings.Secrets;
import io.fieldgate.launcher.settings.Settings;
import io.fieldgate.launcher.settings.Settings.Database;
import io.fieldgate.launcher.settings.SettingsFile;
import io.fieldgate.launcher.system.DataFolder;
import io.fieldgate.launcher.system.Machine;
import io.fieldgate.launcher.system.Ports;
import io.fieldgate.launcher.system.Refusal;
import io.fieldgate.launcher.system.UserIds;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Which settings `up` runs with: what was said now, else what is remembered, else the default.
///
/// The installation must not be running: ports that its own processes hold would count as taken.
final class SettingsChoice {
    static final String PKI = "pki";
    static final String PORTAL = "portal";
    static final String POSTGRES = "postgres";

    /// Where an external database is; a secret, as it holds a password.
    static final String DATABASE_SECRET = "database-url";

    private static final String EMBEDDED = "embedded";
    private static final int UNPRIVILEGED_PORTS = 1024;

    private final DataFolder data;
    private final SettingsFile file;
    private final Secrets secrets;
    private final Consumer<String> say;

    SettingsChoice(DataFolder data, Consumer<String> say) {
        this.data = data;
        this.file = new SettingsFile(data);
        this.secrets = new Secrets(data);
        this.say = say;
    }

    /// Decides, remembers and returns the settings.
    ///
    /// @throws Refusal when something said is wrong or the portal's port is taken
    Settings decide(UpOptions options) {
        Optional<Settings> before = file.read();
        String host =
                Optional.ofNullable(options.host())
                        .map(said -> HostName.parse(said).text())
                        .or(() -> before.map(Settings::host))
                        .orElseGet(() -> HostName.ofThisMachine().text());
        int port =
                Optional.ofNullable(options.port())
                        .or(() -> before.map(Settings::port))
                        .orElse(Settings.DEFAULT_PORT);
        if (port < 1 || port > 65535) {
            throw new Refusal("--port: %d is not a port (1 to 65535).".formatted(port));
        }
        String vpnPorts =
                Optional.ofNullable(options.vpnPorts())
                        .map(said -> PortRange.parse(said).toString())
                        .or(() -> before.map(Settings::vpnPorts))
                        .orElse(PortRange.DEFAULT.toString());
        requireFree(port);
        Settings chosen =
                new Settings(
                        host,
                        port,
                        before.map(Settings::controlPort).orElse(next(port, 1)),
                        before.map(Settings::pkiPort).orElse(next(port, 2)),
                        before.map(Settings::postgresPort).orElse(next(port, 3)),
                        vpnPorts,
                        database(options, before),
                        users(before.map(Settings::users).orElse(Map.of())));
        Settings settled = withFreePorts(chosen);
        file.write(settled);
        return settled;
    }

    /// Beside the portal's port, but never where only root may listen: the parts are not root.
    private static int next(int port, int distance) {
        int base = port < UNPRIVILEGED_PORTS ? Settings.DEFAULT_PORT : port;
        return Math.min(65535, base + distance);
    }

    private void requireFree(int port) {
        if (Ports.tcpFree(port)) {
            return;
        }
        if (port < UNPRIVILEGED_PORTS && !Machine.isRoot()) {
            throw new Refusal(
                    "Port %d is in use, or not allowed to this user: ports below %d need root. Choose another with --port."
                            .formatted(port, UNPRIVILEGED_PORTS));
        }
        throw new Refusal(
                "Port %d is already in use by another program. Choose another with --port, or end that program. %s"
                        .formatted(port, Ports.whoHolds(port)));
    }

    private Settings withFreePorts(Settings wish) {
        Set<Integer> spoken = new HashSet<>(Set.of(wish.port()));
        int control = free("control link", wish.controlPort(), spoken);
        int pki = free("PKI service", wish.pkiPort(), spoken);
        int postgres =
                wish.database() == Database.EMBEDDED
                        ? free("database", wish.postgresPort(), spoken)
                        : wish.postgresPort();
        return wish.withPorts(control, pki, postgres);
    }

    private int free(String what, int wish, Set<Integer> spoken) {
        int port = Ports.freeLoopback(wish, spoken);
        if (port != wish) {
            say.accept(
                    "Port %d is taken; the %s uses %d (127.0.0.1 only)."
                            .formatted(wish, what, port));
        }
        spoken.add(port);
        return port;
    }

    private Database database(UpOptions options, Optional<Settings> before) {
        String said = options.database();
        Database remembered = before.map(Settings::database).orElse(Database.EMBEDDED);
        if (said == null || said.isBlank()) {
            return remembered;
        }
        Database wanted = said.equals(EMBEDDED) ? Database.EMBEDDED : Database.EXTERNAL;
        if (before.isPresent() && wanted != remembered) {
            say.accept(
                    "The database changes: what is in the other one is not moved, and stays"
                            + " there.");
        }
        if (wanted == Database.EXTERNAL) {
            DatabaseAccess checked = DatabaseAccess.parse(said);
            secrets.keep(DATABASE_SECRET, said);
            say.accept("Database: " + checked);
        }
        return wanted;
    }

    private static Map<String, Integer> users(Map<String, Integer> before) {
        if (!Machine.isRoot()) {
            return Map.of();
        }
        Map<String, Integer> users = new TreeMap<>(before);
        for (String name : List.of(POSTGRES, PKI, PORTAL)) {
            users.computeIfAbsent(name, _ -> UserIds.free(Set.copyOf(users.values())));
        }
        return users;
    }

    /// Where the external database is.
    DatabaseAccess externalDatabase() {
        return DatabaseAccess.parse(
                secrets.find(DATABASE_SECRET)
                        .orElseThrow(() ->
                                new Refusal(
                                        "%s is missing. Say again where the database is: --database JDBC_URL"
                                                .formatted(
                                                        data.secrets().resolve(DATABASE_SECRET)))));
    }
}
