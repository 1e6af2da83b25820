package io.fieldgate.server.routing;

import io.fieldgate.contract.RoutingMode;

/// All that routing goes by, at one moment. Immutable.
///
/// @param mode who may talk to whom
/// @param networks the VPN networks, with the secure server's own addresses
/// @param table VPN addresses and subnets in force, and the peers that have them
public record Routes<P extends RoutedPeer>(
        RoutingMode mode, VpnNetworks networks, RouteTable<P> table) {}
