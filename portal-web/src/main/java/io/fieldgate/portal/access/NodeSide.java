package io.fieldgate.portal.access;

import io.fieldgate.contract.control.Policy;
import io.fieldgate.contract.control.Policy.Target;
import io.fieldgate.portal.fleet.Cidr;
import org.jspecify.annotations.Nullable;

/// Rules as seen from a node.
final class NodeSide {
    private NodeSide() {}

    /// Whether a rule is about the node or something behind it.
    static boolean isAbout(Policy.Rule rule, NodePlace node) {
        return rule.targets().isEmpty()
                || rule.targets().stream().anyMatch(target -> isAbout(target, node));
    }

    /// A target that names the node is about it whatever prefix it says; one that names none, if
    /// the node has something of the prefix.
    private static boolean isAbout(Target target, NodePlace node) {
        if (target.nodeId() != null) {
            return target.nodeId().equals(node.id().toString());
        }
        @Nullable String prefix = target.prefix();
        if (prefix == null) {
            return true;
        }
        Cidr own = Cidr.parse(prefix).orElseThrow();
        return node.subnets().stream().anyMatch(subnet -> subnet.prefix().overlaps(own));
    }
}
