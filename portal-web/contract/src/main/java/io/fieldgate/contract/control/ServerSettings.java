package io.fieldgate.contract.control;

import io.fieldgate.contract.RoutingMode;

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
public record ServerSettings(
        String secureServerId,
        String tenantId,
        RoutingMode mode,
        String network,
        String tlsCryptV2ServerKey,
        int pingSeconds,
        int pingRestartSeconds,
        int renegotiateSeconds) {}
