package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.shared.web.Badge;
import io.fieldgate.portal.shared.web.Moment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node or client with all that its page shows.
///
/// @param node true for a node, false for a client
/// @param kind who uses it, for clients; empty for nodes
/// @param since when its state began, null when it never connected
/// @param reason why it is in its state, in words; empty when there is nothing to say
/// @param vpnAddressIpv6 empty if IPv6 is switched off
/// @param dnsName its name inside the tunnels; empty if it has none
/// @param refused shown only while it is not connected
/// @param pending it has never connected
/// @param ended it is revoked: nothing can be done with it any more
/// @param livePath where the live parts are asked for
record PeerView(
        String id,
        boolean node,
        String name,
        String description,
        String kind,
        Badge state,
        @Nullable Moment since,
        @Nullable Moment lastSeen,
        String reason,
        String vpnAddress,
        String vpnAddressIpv6,
        String dnsName,
        @Nullable SessionRow session,
        @Nullable Refused refused,
        List<Subnet> subnets,
        boolean pending,
        boolean ended,
        String livePath) {

    /// The last time that it was not let in.
    ///
    /// @param from where it dialled from
    record Refused(Moment at, String from, String reason) {}

    /// Whether subnets here have unique addresses beside their own.
    public boolean mapped() {
        return subnets.stream().anyMatch(subnet -> !subnet.mapped().isEmpty());
    }

    /// @param mapped its unique prefix; empty if it has none
    /// @param reason why it is not in force, empty when it is
    /// @param source who named it, in words
    /// @param removable named by an admin, so an admin can take it away
    /// @param approvable announced and not in force, so an admin can put it in force
    /// @param refusable announced and not refused by an admin
    record Subnet(
            String prefix,
            String mapped,
            Badge state,
            String reason,
            String source,
            boolean removable,
            boolean approvable,
            boolean refusable) {}
}
