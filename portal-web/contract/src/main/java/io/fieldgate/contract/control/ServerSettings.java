package io.fieldgate.contract.control;

import io.fieldgate.contract.RoutingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What holds for the whole secure server.
///
/// @param secureServerId UUID
/// @param tenantId UUID
/// @param mode routing mode
/// @param network the VPN network in CIDR form, such as `100.64.0.0/18`; its first host address is
///   the gateway, the secure server itself
/// @param tlsCryptV2ServerKey base64 of the 128-byte tls-crypt-v2 server key
/// @param pingSeconds pushed `ping`
/// @param pingRestartSeconds pushed `ping-restart`; the server itself gives up after twice this
/// @param renegotiateSeconds upper bound of the server's own renegotiation timer
/// @param networkIpv6 the IPv6 VPN network, a /64 such as `fd5a:1c22:90aa:3::/64`; a peer's address
///   in it has the peer's IPv4 address as its last 32 bits, and so has the gateway's. Null: no IPv6
///   inside the tunnels
/// @param tunMtu longest IP packet in the tunnels, 576 to 1600 bytes; null: 1500
/// @param tlsCryptKey base64 of a 256-byte tls-crypt key that all old clients share. Null: old
///   clients are not let in
/// @param traffic who reaches whom beside what the mode says; null: the mode alone
/// @param names the names that it answers for; null: no name service
public record ServerSettings(
        String secureServerId,
        String tenantId,
        RoutingMode mode,
        String network,
        String tlsCryptV2ServerKey,
        int pingSeconds,
        int pingRestartSeconds,
        int renegotiateSeconds,
        @Nullable String networkIpv6,
        @Nullable Integer tunMtu,
        @Nullable String tlsCryptKey,
        @Nullable Traffic traffic,
        @Nullable Names names) {
    /// Without what can be left out.
    public ServerSettings(
            String secureServerId,
            String tenantId,
            RoutingMode mode,
            String network,
            String tlsCryptV2ServerKey,
            int pingSeconds,
            int pingRestartSeconds,
            int renegotiateSeconds) {
        this(
                secureServerId,
                tenantId,
                mode,
                network,
                tlsCryptV2ServerKey,
                pingSeconds,
                pingRestartSeconds,
                renegotiateSeconds,
                null,
                null,
                null,
                null,
                null);
    }

    /// @param clientsReachClients whether clients reach each other
    /// @param announcements what becomes of a subnet that a node announces
    /// @param mappedPools out of which mapped prefixes are taken, in CIDR form; null where there
    ///   are none
    /// @param coveringNetworks in which the subnets of future sites will lie, in CIDR form: pushed
    ///   to those that cannot be told of new routes while they are connected; null if none are
    ///   known
    public record Traffic(
            boolean clientsReachClients,
            Announcements announcements,
            @Nullable List<String> mappedPools,
            @Nullable List<String> coveringNetworks) {
        public Traffic {
            mappedPools = mappedPools == null ? null : List.copyOf(mappedPools);
            coveringNetworks = coveringNetworks == null ? null : List.copyOf(coveringNetworks);
        }

        /// Without mapped prefixes and networks of future sites.
        public Traffic(boolean clientsReachClients, Announcements announcements) {
            this(clientsReachClients, announcements, null, null);
        }
    }

    /// What becomes of a subnet that a node announces and that may lie behind it.
    public enum Announcements {
        /// It is in force at once.
        ACCEPT,
        /// It is in force when the portal says so, in the peer's subnets.
        ASK
    }

    /// The name service, at the gateway's addresses.
    ///
    /// @param domain the domain of all names here, such as `acme.internal`
    /// @param forwardTo addresses of the name servers that are asked for all other names; empty:
    ///   other names are refused
    public record Names(String domain, List<String> forwardTo) {
        public Names {
            forwardTo = List.copyOf(forwardTo);
        }
    }

    /// Never shows the keys.
    @Override
    public String toString() {
        return "ServerSettings[secureServerId=%s, mode=%s, network=%s, networkIpv6=%s, tunMtu=%s]"
                .formatted(secureServerId, mode, network, networkIpv6, tunMtu);
    }
}
