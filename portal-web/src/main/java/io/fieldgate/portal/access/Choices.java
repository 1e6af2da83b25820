package io.fieldgate.portal.access;

import io.fieldgate.portal.fleet.ClientView;
import io.fieldgate.portal.fleet.Clients;
import io.fieldgate.portal.fleet.PeerState;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// What there is to choose from when somebody makes a rule, so that nobody has to type it.
@Service
@Transactional(readOnly = true)
public class Choices {
    private final NodePlaces places;
    private final GroupTable groups;
    private final Clients clients;

    Choices(NodePlaces places, GroupTable groups, Clients clients) {
        this.places = places;
        this.groups = groups;
        this.clients = clients;
    }

    /// A node with what is behind it.
    ///
    /// @param subnets prefixes, in force or not
    public record NodeChoice(UUID id, String name, List<String> subnets, List<DeviceView> devices) {
        public NodeChoice {
            subnets = List.copyOf(subnets);
            devices = List.copyOf(devices);
        }
    }

    /// The nodes of a secure server that are not revoked, by name.
    public List<NodeChoice> nodes(UUID serverId) {
        return places.all(serverId).stream()
                .map(node ->
                        new NodeChoice(
                                node.id(),
                                node.name(),
                                node.subnets().stream()
                                        .map(subnet -> subnet.prefix().toString())
                                        .toList(),
                                node.devices().stream()
                                        .map(device -> Devices.view(device, node.view()))
                                        .toList()))
                .toList();
    }

    /// The groups of a secure server, by name.
    public List<GroupView> groups(UUID serverId) {
        return groups.ofServer(serverId);
    }

    /// The clients of a secure server that are not revoked, by name.
    public List<MemberView> clients(UUID serverId) {
        List<MemberView> found = new ArrayList<>();
        SliceRequest request = SliceRequest.first();
        while (true) {
            Slice<ClientView> slice = clients.list(serverId, request);
            slice.items().stream()
                    .filter(client -> client.state() != PeerState.REVOKED)
                    .forEach(client -> found.add(new MemberView(client.id(), client.name())));
            if (slice.nextCursor() == null) {
                return found;
            }
            request = SliceRequest.parse(slice.nextCursor(), SliceRequest.MAX_LIMIT, "");
        }
    }
}
