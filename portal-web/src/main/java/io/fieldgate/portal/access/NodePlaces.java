package io.fieldgate.portal.access;

import io.fieldgate.portal.fleet.Cidr;
import io.fieldgate.portal.fleet.NodeView;
import io.fieldgate.portal.fleet.Nodes;
import io.fieldgate.portal.fleet.PeerState;
import io.fieldgate.portal.fleet.SubnetView;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Reads nodes with what is behind them. Callers hold the transaction.
@Component
class NodePlaces {
    private final Nodes nodes;
    private final DeviceTable devices;
    private final JdbcClient jdbc;

    NodePlaces(Nodes nodes, DeviceTable devices, JdbcClient jdbc) {
        this.nodes = nodes;
        this.devices = devices;
        this.jdbc = jdbc;
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
        return new HashSet<>(
                jdbc.sql("SELECT node_id FROM site_selection WHERE client_id = :client")
                        .param("client", clientId)
                        .query(UUID.class)
                        .list());
    }

    private List<NodePlace> places(UUID serverId, Collection<NodeView> views) {
        Map<UUID, List<DeviceTable.Row>> behind = new HashMap<>();
        for (DeviceTable.Row device : devices.ofServer(serverId)) {
            behind.computeIfAbsent(device.nodeId(), _ -> new ArrayList<>()).add(device);
        }
        Map<UUID, String> labels = labels(serverId);
        Map<UUID, Map<String, Cidr>> mapped = mapped(serverId);
        return views.stream()
                .map(view ->
                        new NodePlace(
                                view,
                                labels.getOrDefault(view.id(), ""),
                                subnets(view, mapped.getOrDefault(view.id(), Map.of())),
                                behind.getOrDefault(view.id(), List.of())))
                .toList();
    }

    /// A prefix that both the admin and the node named is one subnet, in force if either is.
    private static List<NodePlace.SubnetPlace> subnets(NodeView view, Map<String, Cidr> mapped) {
        Map<Cidr, NodePlace.SubnetPlace> found = new LinkedHashMap<>();
        for (SubnetView subnet : view.subnets()) {
            Optional<Cidr> prefix = Cidr.parse(subnet.prefix());
            if (prefix.isPresent()) {
                NodePlace.SubnetPlace place =
                        new NodePlace.SubnetPlace(
                                prefix.get(),
                                subnet.state(),
                                subnet.reason(),
                                Optional.ofNullable(mapped.get(subnet.prefix())));
                found.merge(prefix.get(), place, (one, other) -> one.inForce() ? one : other);
            }
        }
        return List.copyOf(found.values());
    }

    private Map<UUID, String> labels(UUID serverId) {
        Map<UUID, String> found = new HashMap<>();
        jdbc.sql("SELECT id, label FROM peer WHERE secure_server_id = :server AND kind = 'NODE'")
                .param("server", serverId)
                .query(row -> {
                    found.put(Sql.id(row, "id"), row.getString("label"));
                });
        return found;
    }

    private Map<UUID, Map<String, Cidr>> mapped(UUID serverId) {
        Map<UUID, Map<String, Cidr>> found = new HashMap<>();
        jdbc.sql(
                        """
                        SELECT peer_id, prefix, mapped FROM mapped_prefix m
                        JOIN secure_server s ON s.id = m.secure_server_id
                        WHERE m.secure_server_id = :server AND s.mode = 'IDENTICAL_NETWORKS'
                        """)
                .param("server", serverId)
                .query(row -> {
                    @Nullable Cidr prefix = Cidr.parse(row.getString("mapped")).orElse(null);
                    if (prefix != null) {
                        found.computeIfAbsent(Sql.id(row, "peer_id"), _ -> new HashMap<>())
                                .put(row.getString("prefix"), prefix);
                    }
                });
        return found;
    }
}
