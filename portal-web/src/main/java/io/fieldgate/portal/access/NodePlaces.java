package io.fieldgate.portal.access;

import io.fieldgate.portal.fleet.Cidr;
import io.fieldgate.portal.fleet.NodeView;
import io.fieldgate.portal.fleet.Nodes;
import io.fieldgate.portal.fleet.PeerState;
import io.fieldgate.portal.fleet.SiteSelections;
import io.fieldgate.portal.fleet.SubnetView;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads nodes with what is behind them. Callers hold the transaction.
@Component
class NodePlaces {
    private final Nodes nodes;
    private final DeviceTable devices;
    private final SiteSelections selections;

    NodePlaces(Nodes nodes, DeviceTable devices, SiteSelections selections) {
        this.nodes = nodes;
        this.devices = devices;
        this.selections = selections;
    }

    /// All nodes of a secure server that are not revoked, by name.
    List<NodePlace> all(UUID serverId) {
        List<NodeView> found = new ArrayList<>();
        SliceRequest request = SliceRequest.first();
        while (true) {
            Slice<NodeView> slice = nodes.list(serverId, request);
            slice.items().stream()
                    .filter(node -> node.state() != PeerState.REVOKED)
                    .forEach(found::add);
            if (slice.nextCursor() == null) {
                return places(serverId, found);
            }
            request = SliceRequest.parse(slice.nextCursor(), SliceRequest.MAX_LIMIT, "");
        }
    }

    /// Some nodes of a secure server, by name.
    Slice<NodePlace> slice(UUID serverId, SliceRequest request) {
        Slice<NodeView> slice = nodes.list(serverId, request);
        return new Slice<>(places(serverId, slice.items()), slice.nextCursor());
    }

    NodePlace of(NodeView node) {
        return places(node.secureServerId(), List.of(node)).getFirst();
    }

    /// The sites whose own addresses a client reaches (Identical Networks).
    Set<UUID> selectedBy(UUID clientId) {
        return Set.copyOf(selections.get(clientId).nodeIds());
    }

    private List<NodePlace> places(UUID serverId, Collection<NodeView> views) {
        Map<UUID, List<DeviceTable.Row>> behind = new HashMap<>();
        for (DeviceTable.Row device : devices.ofServer(serverId)) {
            behind.computeIfAbsent(device.nodeId(), _ -> new ArrayList<>()).add(device);
        }
        return views.stream()
                .map(view ->
                        new NodePlace(
                                view,
                                label(view.dnsName()),
                                subnets(view),
                                behind.getOrDefault(view.id(), List.of())))
                .toList();
    }

    /// The first label of a DNS name; empty without one.
    private static String label(@Nullable String dnsName) {
        return dnsName == null ? "" : dnsName.substring(0, dnsName.indexOf('.'));
    }

    /// What can never come in force is left out: no address is meant by a default route. A prefix
    /// that both the admin and the node named is one subnet, in force if either is.
    private static List<NodePlace.SubnetPlace> subnets(NodeView view) {
        Map<Cidr, NodePlace.SubnetPlace> found = new LinkedHashMap<>();
        for (SubnetView subnet : view.subnets()) {
            Optional<Cidr> prefix = Cidr.parse(subnet.prefix());
            if (prefix.isPresent() && subnet.fits()) {
                NodePlace.SubnetPlace place =
                        new NodePlace.SubnetPlace(
                                prefix.get(),
                                subnet.state(),
                                subnet.reason(),
                                Optional.ofNullable(subnet.mappedPrefix()).flatMap(Cidr::parse));
                found.merge(prefix.get(), place, (one, other) -> one.inForce() ? one : other);
            }
        }
        return List.copyOf(found.values());
    }
}
