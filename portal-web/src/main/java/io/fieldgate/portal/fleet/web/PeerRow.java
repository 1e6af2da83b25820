package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.shared.web.Badge;
import io.fieldgate.portal.shared.web.Moment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node or client in its secure server's list.
///
/// @param kind who uses it, for clients; empty for nodes
/// @param waiting how many of its subnets wait for an admin, in words; empty if none does
/// @param lastSeen null when it never connected
record PeerRow(
        String id,
        String name,
        Badge state,
        @Nullable Moment lastSeen,
        String vpnAddress,
        String kind,
        List<String> subnets,
        String waiting) {}
