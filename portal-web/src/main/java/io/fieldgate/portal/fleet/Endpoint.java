package io.fieldgate.portal.fleet;

/// Where a secure server is dialled.
///
/// @param protocol `udp` or `tcp`
/// @param host name or address
public record Endpoint(String protocol, String host, int port) {}
