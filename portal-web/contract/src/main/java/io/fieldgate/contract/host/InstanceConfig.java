package io.fieldgate.contract.host;

import org.jspecify.annotations.Nullable;

/// `server.json` in an instance's directory: written by the process host, read by the secure server
/// (`java -jar secure-server.jar --directory DIR`).
///
/// The secure server ends by itself when its standard input is closed, so that it never outlives
/// its host.
///
/// @param secureServerId UUID
/// @param port UDP and TCP port to listen on, all addresses, IPv4 and IPv6
/// @param controlUrl base URL of the portal's control endpoint
/// @param controlTrust root CA certificate in PEM that the control endpoint must chain to
/// @param bootstrapSecret one-time secret; null once enrolled
public record InstanceConfig(
        String secureServerId,
        int port,
        String controlUrl,
        String controlTrust,
        @Nullable String bootstrapSecret) {}
