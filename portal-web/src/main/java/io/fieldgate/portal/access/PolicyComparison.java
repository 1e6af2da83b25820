package io.fieldgate.portal.access;

import io.fieldgate.contract.control.Policy.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What one client loses and gains when a policy takes the place of another.
record PolicyComparison(PolicyEvaluator before, PolicyEvaluator after) {
    /// @param fromClient the difference in what the client may open
    /// @param fromNode the difference in what may be opened to the client
    record Difference(NodePlace node, Spot spot, Openings fromClient, Openings fromNode) {
        boolean isEmpty() {
            return fromClient.isEmpty() && fromNode.isEmpty();
        }

        boolean says(Difference same) {
            return fromClient.equals(same.fromClient) && fromNode.equals(same.fromNode);
        }
    }

    List<Difference> lost(UUID clientId, NodePlace node) {
        return differences(clientId, node, before, after);
    }

    List<Difference> gained(UUID clientId, NodePlace node) {
        return differences(clientId, node, after, before);
    }

    /// Whether the client still opens something where it loses something.
    boolean leavesSomething(UUID clientId, Difference lost) {
        return !open(after, clientId, lost.node(), lost.spot(), Direction.FROM_CLIENT).isEmpty();
    }

    /// A place is left out if it changes just as the subnet around it.
    private List<Difference> differences(
            UUID clientId, NodePlace node, PolicyEvaluator with, PolicyEvaluator without) {
        List<Difference> found = new ArrayList<>();
        List<Difference> subnets = new ArrayList<>();
        for (Spot spot : Spot.of(node, clientId, List.of(before, after))) {
            Difference difference =
                    new Difference(
                            node,
                            spot,
                            open(with, clientId, node, spot, Direction.FROM_CLIENT)
                                    .minus(
                                            open(
                                                    without,
                                                    clientId,
                                                    node,
                                                    spot,
                                                    Direction.FROM_CLIENT)),
                            open(with, clientId, node, spot, Direction.FROM_NODE)
                                    .minus(
                                            open(
                                                    without,
                                                    clientId,
                                                    node,
                                                    spot,
                                                    Direction.FROM_NODE)));
            if (spot.kind() == Reach.Kind.SUBNET) {
                subnets.add(difference);
            }
            Optional<Difference> around =
                    subnets.stream()
                            .filter(subnet ->
                                    !subnet.spot().equals(spot)
                                            && subnet.spot().prefix().contains(spot.prefix()))
                            .findFirst();
            if (!difference.isEmpty() && around.filter(difference::says).isEmpty()) {
                found.add(difference);
            }
        }
        return found;
    }

    private static Openings open(
            PolicyEvaluator policy, UUID clientId, NodePlace node, Spot spot, Direction opener) {
        return policy.openings(clientId, node.id(), spot.prefix(), opener);
    }
}
