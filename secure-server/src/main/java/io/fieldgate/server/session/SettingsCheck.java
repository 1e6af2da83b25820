package io.fieldgate.server.session;

import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.openvpn.Admission;
import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.VpnNetworks;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Refuses settings that no session could be admitted with, before they are in force.
final class SettingsCheck {
    private static final int LONGEST_PREFIX = 30;
    private static final int SHORTEST_RENEGOTIATION = 10;

    private static final Prefix UNIQUE_LOCAL = Prefix.parse("fc00::/7").orElseThrow();

    private SettingsCheck() {}

    private static final int LEAST_MTU = 576;
    private static final int MOST_MTU = 1600;

    /// Links below this carry no IPv6 (RFC 8200 section 5).
    private static final int LEAST_IPV6_MTU = 1280;

    /// The VPN networks of good settings.
    ///
    /// @throws IllegalArgumentException if something in them is wrong; says what
    static VpnNetworks networks(ServerSettings settings) {
        require(settings.pingSeconds() >= 1, "ping below one second");
        require(
                settings.pingRestartSeconds() >= 2L * settings.pingSeconds(),
                "ping-restart below twice ping");
        require(
                settings.renegotiateSeconds() >= SHORTEST_RENEGOTIATION,
                "renegotiation more often than every ten seconds");
        int mtu = tunMtu(settings);
        require(mtu >= LEAST_MTU && mtu <= MOST_MTU, "tunnel MTU out of range");
        Prefix ipv4 =
                Prefix.parse(settings.network())
                        .filter(prefix -> !prefix.ipv6())
                        .filter(prefix -> prefix.length() >= 1 && prefix.length() <= LONGEST_PREFIX)
                        .orElseThrow(() -> notANetwork(settings.network()));
        return new VpnNetworks(
                ipv4, mtu < LEAST_IPV6_MTU ? Optional.empty() : ipv6(settings.networkIpv6()));
    }

    /// Longest IP packet in the tunnels, bytes.
    static int tunMtu(ServerSettings settings) {
        Integer wanted = settings.tunMtu();
        return wanted == null ? Admission.DEFAULT_TUN_MTU : wanted;
    }

    private static Optional<Prefix> ipv6(@Nullable String network) {
        if (network == null) {
            return Optional.empty();
        }
        Prefix prefix = Prefix.parse(network).orElseThrow(() -> notANetwork(network));
        require(UNIQUE_LOCAL.contains(prefix), "not an IPv6 VPN network: " + network);
        return Optional.of(prefix);
    }

    private static IllegalArgumentException notANetwork(String network) {
        return new IllegalArgumentException("not a VPN network: " + network);
    }

    private static void require(boolean condition, String refusal) {
        if (!condition) {
            throw new IllegalArgumentException(refusal);
        }
    }
}
