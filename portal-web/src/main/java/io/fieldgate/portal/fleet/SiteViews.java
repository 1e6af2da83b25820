package io.fieldgate.portal.fleet;

import io.fieldgate.portal.fleet.SelectionTable.Selected;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Makes views of sites for one client, with one query for the visitors of all of them.
@Component
class SiteViews {
    private final NodeViews nodes;
    private final SelectionTable selections;

    SiteViews(NodeViews nodes, SelectionTable selections) {
        this.nodes = nodes;
        this.selections = selections;
    }

    /// @param found nodes of this secure server
    List<SiteView> of(SecureServer server, UUID clientId, Collection<Peer> found) {
        NodeViews.Surroundings surroundings = nodes.around(server, found);
        Map<UUID, List<Selected>> visitors =
                selections.selectedBy(found.stream().map(Peer::id).toList()).stream()
                        .collect(Collectors.groupingBy(Selected::nodeId));
        return found.stream()
                .map(node ->
                        of(
                                node,
                                clientId,
                                surroundings,
                                visitors.getOrDefault(node.id(), List.of())))
                .toList();
    }

    private static SiteView of(
            Peer node,
            UUID clientId,
            NodeViews.Surroundings surroundings,
            List<Selected> visitors) {
        return new SiteView(
                node.id(),
                node.name(),
                node.description(),
                node.state(),
                node.since(),
                surroundings.dnsName(node),
                visitors.stream().anyMatch(visitor -> visitor.clientId().equals(clientId)),
                surroundings.subnetsOf(node).stream()
                        .filter(subnet -> subnet.state() == SubnetState.ACTIVE)
                        .toList(),
                visitors.stream()
                        .filter(visitor -> !visitor.clientId().equals(clientId))
                        .map(visitor ->
                                new SiteView.Other(
                                        visitor.clientId(),
                                        visitor.name(),
                                        visitor.online(),
                                        visitor.at()))
                        .toList());
    }
}
