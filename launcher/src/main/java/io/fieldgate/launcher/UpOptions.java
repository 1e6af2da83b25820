package io.fieldgate.launcher;

import org.jspecify.annotations.Nullable;

/// What was said on the command line of `up`; null for what was not.
///
/// @param host name or address to dial
/// @param port of the portal
/// @param vpnPorts `FIRST-LAST`
/// @param database JDBC URL with user and password, or `embedded`
record UpOptions(
        @Nullable String host,
        @Nullable Integer port,
        @Nullable String vpnPorts,
        @Nullable String database) {}
