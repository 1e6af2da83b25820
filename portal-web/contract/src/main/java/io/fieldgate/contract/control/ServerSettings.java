package io.fieldgate.contract.control;

import io.fieldgate.contract.RoutingMode;
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
        @Nullable String tlsCryptKey) {
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
                null);
    }

    /// Never shows the keys.
    @Override
    public String toString() {
        return "ServerSettings[secureServerId=%s, mode=%s, network=%s, networkIpv6=%s, tunMtu=%s]"
                .formatted(secureServerId, mode, network, networkIpv6, tunMtu);
    }
}
