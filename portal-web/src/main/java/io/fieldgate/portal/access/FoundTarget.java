package io.fieldgate.portal.access;

import io.fieldgate.portal.fleet.Cidr;
import java.util.List;
import java.util.Optional;

/// What somebody means who names a target.
sealed interface FoundTarget {
    /// One address at one node.
    ///
    /// @param address the site's own, or the node's VPN address
    /// @param name as people call it
    /// @param byRealAddress whether it was named by its own address, which in Identical Networks
    ///   several sites can have
    record At(NodePlace node, Cidr address, String name, boolean byRealAddress)
            implements FoundTarget {
        boolean isNodeItself() {
            return node.vpnAddresses().contains(address);
        }
    }

    /// Several sites have it, and it was not said which is meant.
    record Several(String what, List<NodePlace> nodes) implements FoundTarget {
        public Several {
            nodes = List.copyOf(nodes);
        }
    }

    /// A subnet would have the address, but it is not in force.
    record NotInForce(NodePlace node, NodePlace.SubnetPlace subnet, Cidr address)
            implements FoundTarget {}

    /// Nothing of this name or address is known.
    ///
    /// @param address if it was an address
    record Unknown(String text, Optional<Cidr> address) implements FoundTarget {}
}
