package io.fieldgate.launcher.settings;

import io.fieldgate.launcher.system.Refusal;
import java.util.Map;
import java.util.TreeMap;

/// What an installation remembers from its first `up` on: `fieldgate.json`. No secrets.
///
/// @param host name or address that browsers, nodes and clients dial
/// @param port the portal's HTTPS port, all addresses
/// @param controlPort where secure servers reach the portal, 127.0.0.1
/// @param pkiPort the PKI service, 127.0.0.1
/// @param postgresPort the embedded database, 127.0.0.1
/// @param vpnPorts `FIRST-LAST`, for secure servers
/// @param database which database it lives in; where an external one is stands in a secret file,
///   because its URL may hold a password
/// @param users the user number of each part that has one; empty when not run by root
public record Settings(
        String host,
        int port,
        int controlPort,
        int pkiPort,
        int postgresPort,
        String vpnPorts,
        Database database,
        Map<String, Integer> users) {
    public static final int DEFAULT_PORT = 8443;

    /// Where the database comes from.
    public enum Database {
        EMBEDDED,
        EXTERNAL
    }

    public Settings {
        host = HostName.parse(host).text();
        vpnPorts = PortRange.parse(vpnPorts).toString();
        users = Map.copyOf(new TreeMap<>(users));
        requirePort("port", port);
        requirePort("controlPort", controlPort);
        requirePort("pkiPort", pkiPort);
        requirePort("postgresPort", postgresPort);
    }

    private static void requirePort(String name, int value) {
        if (value < 1 || value > 65535) {
            throw new Refusal("%s: %d is not a port (1 to 65535)".formatted(name, value));
        }
    }

    /// The portal's address.
    public String address() {
        String host = HostName.parse(host()).inUrl();
        return port == 443 ? "https://" + host : "https://" + host + ":" + port;
    }

    public Settings withPorts(int control, int pki, int postgres) {
        return new Settings(host, port, control, pki, postgres, vpnPorts, database, users);
    }

    public Settings withUsers(Map<String, Integer> numbers) {
        return new Settings(
                host, port, controlPort, pkiPort, postgresPort, vpnPorts, database, numbers);
    }
}
