package io.fieldgate.portal.fleet;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.ServerSettings.Announcements;
import java.util.UUID;

/// What decides over the subnets of a secure server.
record ServerFacts(UUID id, RoutingMode mode, VpnNetworks networks, Announcements announcements) {
    UUID tenantId() {
        return networks.tenantId();
    }

    /// Whether the subnets of different nodes may be the same.
    boolean identical() {
        return mode == RoutingMode.IDENTICAL_NETWORKS;
    }

    boolean asks() {
        return announcements == Announcements.ASK;
    }
}
