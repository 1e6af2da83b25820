package io.fieldgate.portal.fleet;

import io.fieldgate.portal.tenant.Tenants;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Makes views of nodes, with one query for the subnets of all of them.
@Component
class NodeViews {
    private static final String WITHDRAWN = "The node is revoked: nothing behind it is reachable.";

    private final SubnetTable subnets;
    private final MappedPrefixes mapped;
    private final Tenants tenants;
    private final Clock clock;

    NodeViews(SubnetTable subnets, MappedPrefixes mapped, Tenants tenants, Clock clock) {
        this.subnets = subnets;
        this.mapped = mapped;
        this.tenants = tenants;
        this.clock = clock;
    }

    /// What views of several nodes have in common.
    ///
    /// @param domain the tenant's
    record Surroundings(Map<UUID, List<SubnetView>> subnetsByNode, String domain) {
        List<SubnetView> subnetsOf(Peer node) {
            return subnetsByNode.getOrDefault(node.id(), List.of());
        }

        /// Null if the node is revoked: its name is free for another.
        @Nullable String dnsName(Peer node) {
            return node.access() == PeerAccess.REVOKED ? null : node.label() + "." + domain;
        }
    }

    NodeView of(SecureServer server, Peer node) {
        return of(server, node, around(server, List.of(node)));
    }

    /// @param nodes of this secure server
    Surroundings around(SecureServer server, Collection<Peer> nodes) {
        Map<UUID, List<SubnetView>> found = new HashMap<>();
        List<UUID> ids = nodes.stream().map(Peer::id).toList();
        Map<UUID, Map<String, String>> prefixes = mapped.of(ids);
        List<UUID> revoked =
                nodes.stream()
                        .filter(node -> node.access() == PeerAccess.REVOKED)
                        .map(Peer::id)
                        .toList();
        for (SubnetRow row : subnets.ofPeers(ids)) {
            SubnetRow shown = revoked.contains(row.peerId()) ? row.refused(WITHDRAWN) : row;
            found.computeIfAbsent(row.peerId(), _ -> new ArrayList<>())
                    .add(
                            shown.view(
                                    prefixes.getOrDefault(row.peerId(), Map.of())
                                            .get(row.prefix())));
        }
        return new Surroundings(found, tenants.get(server.tenantId()).dnsDomain());
    }

    NodeView of(SecureServer server, Peer node, Surroundings surroundings) {
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
                surroundings.dnsName(node),
                surroundings.subnetsOf(node),
                node.createdAt());
    }
}
