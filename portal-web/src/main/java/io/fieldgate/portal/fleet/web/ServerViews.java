package io.fieldgate.portal.fleet.web;

import io.fieldgate.contract.control.ServerSettings.Announcements;
import io.fieldgate.portal.fleet.ClientView;
import io.fieldgate.portal.fleet.Clients;
import io.fieldgate.portal.fleet.NodeView;
import io.fieldgate.portal.fleet.Nodes;
import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.fleet.Session;
import io.fieldgate.portal.fleet.SessionBook;
import io.fieldgate.portal.fleet.SubnetState;
import io.fieldgate.portal.fleet.SubnetView;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import io.fieldgate.portal.shared.web.Moment;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Puts together what a secure server's page shows.
@Component
class ServerViews {
    private static final int MAX_SESSIONS = SliceRequest.MAX_LIMIT;

    private final Nodes nodes;
    private final Clients clients;
    private final SessionBook sessions;
    private final Clock clock;

    ServerViews(Nodes nodes, Clients clients, SessionBook sessions, Clock clock) {
        this.nodes = nodes;
        this.clients = clients;
        this.sessions = sessions;
        this.clock = clock;
    }

    /// @param query what the names of the nodes and clients contain; empty for all
    ServerView of(SecureServerView server, String query) {
        Instant now = clock.instant();
        SliceRequest request = SliceRequest.parse(null, SliceRequest.MAX_LIMIT, query);
        Slice<NodeView> nodesThere = nodes.list(server.id(), request);
        Slice<ClientView> clientsThere = clients.list(server.id(), request);
        ModeCard mode = ModeCard.of(server.mode());
        Boundary boundary = Boundary.of(server.boundary());
        return new ServerView(
                server.id().toString(),
                server.name(),
                Badges.of(server),
                mode.word(),
                mode.sentence(),
                server.endpoints().stream()
                        .map(endpoint ->
                                new ServerView.Endpoint(
                                        Endpoints.address(endpoint),
                                        endpoint.protocol().toUpperCase(Locale.ROOT)))
                        .toList(),
                networks(server),
                server.oldClients(),
                traffic(server),
                settings(server),
                boundary.words(),
                boundary.sentence(),
                nodesThere.items().stream().map(node -> row(node, now)).toList(),
                clientsThere.items().stream().map(client -> row(client, now)).toList(),
                tunnels(server.id(), nodesThere.items(), clientsThere.items(), now),
                DropRow.of(server.droppedPackets()),
                request.query(),
                nodesThere.nextCursor() != null || clientsThere.nextCursor() != null);
    }

    private static List<String> networks(SecureServerView server) {
        String ipv6 = server.networkIpv6();
        return ipv6 == null ? List.of(server.network()) : List.of(server.network(), ipv6);
    }

    private static ServerView.Traffic traffic(SecureServerView server) {
        return new ServerView.Traffic(
                server.clientsReachClients(),
                server.announcements() == Announcements.ASK,
                String.join(" ", server.forwardNamesTo()),
                String.join("\n", server.coveringNetworks()),
                server.dnsDomain());
    }

    private static String settings(SecureServerView server) {
        Long applied = server.appliedRevision();
        long desired = server.desiredRevision();
        if (applied == null) {
            return "Not yet in force";
        }
        return applied >= desired
                ? "In force (revision " + applied + ")"
                : "On their way (revision " + applied + " of " + desired + ")";
    }

    private List<SessionRow> tunnels(
            UUID serverId, List<NodeView> nodesThere, List<ClientView> clientsThere, Instant now) {
        Map<UUID, Peer> peers = new HashMap<>();
        nodesThere.forEach(node -> peers.put(node.id(), new Peer(node.name(), "/nodes/", "node")));
        clientsThere.forEach(
                client -> peers.put(client.id(), new Peer(client.name(), "/clients/", "client")));
        return sessions.sessions(serverId).stream()
                .flatMap(session -> row(session, peers.get(session.peerId()), now).stream())
                .limit(MAX_SESSIONS)
                .toList();
    }

    /// Empty for a peer that is not among those shown.
    private static Optional<SessionRow> row(Session session, @Nullable Peer peer, Instant now) {
        return Optional.ofNullable(peer)
                .map(known ->
                        Tunnels.row(
                                session,
                                known.name(),
                                known.path() + session.peerId(),
                                known.word(),
                                Moment.of(session.since(), now)));
    }

    private record Peer(String name, String path, String word) {}

    private static PeerRow row(NodeView node, Instant now) {
        return new PeerRow(
                node.id().toString(),
                node.name(),
                Badges.of(node.state(), "node"),
                Moment.ofNullable(node.lastSeen(), now),
                node.vpnAddress(),
                "",
                node.subnets().stream()
                        .filter(subnet -> subnet.state() == SubnetState.ACTIVE)
                        .map(SubnetView::prefix)
                        .distinct()
                        .toList(),
                waiting(node));
    }

    private static PeerRow row(ClientView client, Instant now) {
        return new PeerRow(
                client.id().toString(),
                client.name(),
                Badges.of(client.state(), "client"),
                Moment.ofNullable(client.lastSeen(), now),
                client.vpnAddress(),
                KindCard.word(client.kind().name()),
                List.of(),
                "");
    }

    /// How many subnets wait for an admin, in words; empty if none does.
    private static String waiting(NodeView node) {
        long waiting =
                node.subnets().stream()
                        .filter(subnet -> subnet.state() == SubnetState.PENDING)
                        .count();
        return switch ((int) waiting) {
            case 0 -> "";
            case 1 -> "1 waits for you";
            default -> waiting + " wait for you";
        };
    }
}
