package io.fieldgate.portal.fleet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Decides whether a subnet can be in force behind a node, given those that are.
final class SubnetJudge {
    private static final String ONE_NODE_EACH =
            " In this routing mode each subnet lies behind one node. For sites that use the same"
                + " addresses, create a secure server with the routing mode Identical Networks.";

    private final ServerFacts server;
    private final List<InForce> inForce;
    private final List<InForce> mapped;

    /// A subnet or mapped prefix and the node to which it belongs.
    record InForce(UUID nodeId, String nodeName, Cidr prefix) {}

    /// @param inForce the subnets in force behind all nodes
    /// @param mapped the mapped prefixes of all nodes
    SubnetJudge(ServerFacts server, Collection<InForce> inForce, Collection<InForce> mapped) {
        this.server = server;
        this.inForce = new ArrayList<>(inForce);
        this.mapped = List.copyOf(mapped);
    }

    /// Empty if the subnet can be in force.
    Optional<SubnetFault> fault(UUID nodeId, String nodeName, Cidr prefix) {
        String unfit = SubnetRules.fault(prefix, server.networks());
        if (unfit != null) {
            return Optional.of(new SubnetFault(unfit, false));
        }
        return server.identical()
                ? ownOverlap(nodeId, prefix).or(() -> mappedOverlap(prefix))
                : overlap(nodeId, nodeName, prefix);
    }

    /// Counts a subnet among those in force from now on.
    void accept(UUID nodeId, String nodeName, Cidr prefix) {
        inForce.add(new InForce(nodeId, nodeName, prefix));
    }

    private Optional<SubnetFault> overlap(UUID nodeId, String nodeName, Cidr prefix) {
        return inForce.stream()
                .filter(other -> !other.nodeId().equals(nodeId))
                .filter(other -> other.prefix().overlaps(prefix))
                .findFirst()
                .map(other ->
                        new SubnetFault(
                                "%s of \"%s\" overlaps %s of \"%s\".%s"
                                        .formatted(
                                                prefix,
                                                nodeName,
                                                other.prefix(),
                                                other.nodeName(),
                                                ONE_NODE_EACH),
                                true));
    }

    private Optional<SubnetFault> ownOverlap(UUID nodeId, Cidr prefix) {
        return inForce.stream()
                .filter(other -> other.nodeId().equals(nodeId))
                .filter(other -> !other.prefix().equals(prefix))
                .filter(other -> other.prefix().overlaps(prefix))
                .findFirst()
                .map(other ->
                        new SubnetFault(
                                "%s overlaps %s of the same node. Sites may use the same addresses, but the subnets of one node must not overlap."
                                        .formatted(prefix, other.prefix()),
                                true));
    }

    private Optional<SubnetFault> mappedOverlap(Cidr prefix) {
        return mapped.stream()
                .filter(other -> other.prefix().overlaps(prefix))
                .findFirst()
                .map(other ->
                        new SubnetFault(
                                "%s overlaps %s, the unique addresses of \"%s\"."
                                        .formatted(prefix, other.prefix(), other.nodeName()),
                                false));
    }
}
