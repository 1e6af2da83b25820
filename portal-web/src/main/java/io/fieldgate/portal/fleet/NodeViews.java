package io.fieldgate.portal.fleet;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Makes views of nodes, with one query for the subnets of all of them.
@Component
class NodeViews {
    private final PeerSubnetRepository subnets;
    private final Clock clock;

    NodeViews(PeerSubnetRepository subnets, Clock clock) {
        this.subnets = subnets;
        this.clock = clock;
    }

    NodeView of(SecureServer server, Peer node) {
        return of(server, node, subnetsOf(List.of(node)));
    }

    Map<UUID, List<SubnetView>> subnetsOf(Collection<Peer> nodes) {
        Map<UUID, List<SubnetView>> found = new HashMap<>();
        List<UUID> ids = nodes.stream().map(Peer::id).toList();
        if (!ids.isEmpty()) {
            for (PeerSubnet subnet : subnets.ofPeers(ids)) {
                found.computeIfAbsent(subnet.peerId(), _ -> new ArrayList<>()).add(subnet.view());
            }
        }
        return found;
    }

    NodeView of(SecureServer server, Peer node, Map<UUID, List<SubnetView>> subnetsByNode) {
        return new NodeView(
                node.id(),
                node.tenantId(),
                node.secureServerId(),
                node.name(),
                node.description(),
                node.state(),
                node.since(),
                node.lastSeen(clock.instant()),
                node.reason(),
                server.networks().address(node.hostIndex()),
                server.networks().addressIpv6(node.hostIndex()),
                subnetsByNode.getOrDefault(node.id(), List.of()),
                node.createdAt());
    }
}
