package io.fieldgate.server.session;

import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.server.routing.Prefix;

/// Refuses settings that no session could be admitted with, before they are in force.
final class SettingsCheck {
    private static final int LONGEST_PREFIX = 30;
    private static final int SHORTEST_RENEGOTIATION = 10;

    private SettingsCheck() {}

    /// The VPN network of good settings.
    ///
    /// @throws IllegalArgumentException if something in them is wrong; says what
    static Prefix network(ServerSettings settings) {
        require(settings.pingSeconds() >= 1, "ping below one second");
        require(
                settings.pingRestartSeconds() >= 2L * settings.pingSeconds(),
                "ping-restart below twice ping");
        require(
                settings.renegotiateSeconds() >= SHORTEST_RENEGOTIATION,
                "renegotiation more often than every ten seconds");
        return Prefix.parse(settings.network())
                .filter(prefix -> !prefix.ipv6())
                .filter(prefix -> prefix.length() >= 1 && prefix.length() <= LONGEST_PREFIX)
                .orElseThrow(() ->
                        new IllegalArgumentException("not a VPN network: " + settings.network()));
    }

    private static void require(boolean condition, String refusal) {
        if (!condition) {
            throw new IllegalArgumentException(refusal);
        }
    }
}
