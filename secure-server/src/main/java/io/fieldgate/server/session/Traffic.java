package io.fieldgate.server.session;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.contract.control.ServerSettings.Announcements;

/// Who reaches whom on the whole secure server, with what a portal left out filled in.
///
/// @param announcementsCount whether a subnet that a node announces is in force without the
///   portal's word
record Traffic(RoutingMode mode, boolean clientsReachClients, boolean announcementsCount) {
    /// Before the first state.
    static Traffic before(RoutingMode mode) {
        return new Traffic(mode, false, mode != RoutingMode.IDENTICAL_NETWORKS);
    }

    /// In Identical Networks a subnet needs a mapped prefix first, which only the portal can give.
    static Traffic of(ServerSettings settings) {
        ServerSettings.Traffic wanted = settings.traffic();
        boolean accept = wanted == null || wanted.announcements() == Announcements.ACCEPT;
        return new Traffic(
                settings.mode(),
                wanted != null && wanted.clientsReachClients(),
                accept && settings.mode() != RoutingMode.IDENTICAL_NETWORKS);
    }

    boolean isIdentical() {
        return mode == RoutingMode.IDENTICAL_NETWORKS;
    }
}
