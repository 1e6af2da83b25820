package io.fieldgate.server.session;

import io.fieldgate.server.routing.Prefix;
import java.util.Optional;

/// What a peer may reach behind a node, and by which address.
interface Reach {
    /// Whether the rules let the asker send anything at all to a host behind the node, or to the
    /// node's own VPN address.
    ///
    /// @param real the host's own address at the site
    boolean mayReach(PeerSlot asker, PeerSlot node, Prefix real);

    /// Whether the asker reaches anything behind the node.
    boolean mayReachSomething(PeerSlot asker, PeerSlot node);

    /// By which address a host behind the node is reached: a mapped one in Identical Networks, its
    /// own in the other modes; empty if no subnet in force has it.
    Optional<Prefix> shown(PeerSlot node, Prefix real);

    /// Where an address that the asker uses leads to, rules aside.
    Optional<Place> placeOf(PeerSlot asker, Prefix address);

    /// A host behind a node.
    ///
    /// @param real its own address at the site
    record Place(PeerSlot node, Prefix real) {}
}
