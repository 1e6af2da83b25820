package io.fieldgate.portal.fleet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.springframework.stereotype.Component;

/// Keeps site selections such that no address can mean two sites. Callers hold the transaction and
/// the lock of the secure server.
@Component
class SelectionKeeper {
    private final SelectionTable selections;
    private final SubnetTable subnets;
    private final PeerRepository peers;
    private final PeerChanges changes;
    private final ServerStates servers;

    SelectionKeeper(
            SelectionTable selections,
            SubnetTable subnets,
            PeerRepository peers,
            PeerChanges changes,
            ServerStates servers) {
        this.selections = selections;
        this.subnets = subnets;
        this.peers = peers;
        this.changes = changes;
        this.servers = servers;
    }

    /// The subnets in force of a secure server, by node.
    Map<UUID, List<Cidr>> subnetsByNode(UUID serverId) {
        Map<UUID, List<Cidr>> byNode = new HashMap<>();
        subnets.inForce(serverId)
                .forEach(subnet ->
                        byNode.computeIfAbsent(subnet.nodeId(), _ -> new ArrayList<>())
                                .add(subnet.prefix()));
        return byNode;
    }

    /// Takes a node whose subnets changed out of each selection in which it overlaps another site
    /// now: the other was there first.
    ///
    /// @param revision raises the revision, for each selection that changes
    void mend(ServerFacts server, UUID nodeId, LongSupplier revision) {
        Map<UUID, List<Cidr>> byNode = subnetsByNode(server.id());
        List<Cidr> own = byNode.getOrDefault(nodeId, List.of());
        for (var selected : selections.selectedBy(List.of(nodeId))) {
            boolean clash =
                    selections.of(selected.clientId()).stream()
                            .filter(other -> !other.equals(nodeId))
                            .flatMap(other -> byNode.getOrDefault(other, List.of()).stream())
                            .anyMatch(theirs -> own.stream().anyMatch(theirs::overlaps));
            if (clash) {
                deselect(selected.clientId(), nodeId, "its subnets overlap another site", revision);
            }
        }
    }

    /// Takes a node that is gone out of all selections.
    void forget(UUID nodeId, LongSupplier revision) {
        selections
                .selectedBy(List.of(nodeId))
                .forEach(selected ->
                        deselect(selected.clientId(), nodeId, "it is revoked", revision));
    }

    private void deselect(UUID clientId, UUID nodeId, String why, LongSupplier revision) {
        selections.remove(clientId, nodeId);
        servers.stamp(clientId, revision.getAsLong());
        String site = peers.findById(nodeId).map(Peer::name).orElse("");
        peers.findById(clientId)
                .ifPresent(client ->
                        changes.recordFor(
                                "fieldgate", "site-deselect", client, "\"" + site + "\": " + why));
    }
}
