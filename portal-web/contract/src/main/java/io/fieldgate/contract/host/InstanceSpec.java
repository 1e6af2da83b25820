package io.fieldgate.contract.host;

import org.jspecify.annotations.Nullable;

/// How one secure server's process is to run.
///
/// @param instanceId the secure server's UUID
/// @param port UDP and TCP port to listen on
/// @param controlUrl base URL of the portal's control endpoint, such as `https://127.0.0.1:8444`
/// @param controlTrust root CA certificate in PEM that the control endpoint must chain to
/// @param bootstrapSecret one-time secret for the first start; null once the server is enrolled
/// @param memoryMegabytes limit of the process's heap, mebibytes
public record InstanceSpec(
        String instanceId,
        int port,
        String controlUrl,
        String controlTrust,
        @Nullable String bootstrapSecret,
        int memoryMegabytes) {}
