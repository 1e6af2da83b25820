package io.fieldgate.server.routing;

import io.fieldgate.contract.RoutingMode;

/// All that routing goes by, at one moment. Immutable.
///
/// @param mode who may talk to whom
/// @param network the VPN network
/// @param gateway the secure server's own address in it
/// @param table VPN addresses and subnets in force, and the peers that have them
public record Routes<P extends RoutedPeer>(
        RoutingMode mode, Prefix network, int gateway, RouteTable<P> table) {}
