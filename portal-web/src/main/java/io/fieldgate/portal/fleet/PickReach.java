package io.fieldgate.portal.fleet;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// The sites within a client's reach: those of its secure server, and where rules name the client
/// only those that they leave to it. Callers hold the transaction.
@Component
class PickReach {
    private final ObjectProvider<ReachSource> sources;
    private final SiteSelections selections;
    private final SiteViews views;
    private final Clients clients;
    private final SessionBook sessions;
    private final PeerRepository peers;
    private final FleetRows rows;

    PickReach(
            ObjectProvider<ReachSource> sources,
            SiteSelections selections,
            SiteViews views,
            Clients clients,
            SessionBook sessions,
            PeerRepository peers,
            FleetRows rows) {
        this.sources = sources;
        this.selections = selections;
        this.views = views;
        this.clients = clients;
        this.sessions = sessions;
        this.peers = peers;
        this.rows = rows;
    }

    PickSight sight(UUID clientId, SliceRequest request) {
        ClientView client = clients.get(clientId);
        List<SiteView> selected = selections.get(clientId).sites();
        UntoldSubnets untold = sessions.untold(clientId);
        SecureServer server = rows.server(client.secureServerId());
        Optional<Map<UUID, Set<String>>> limits = limits(server, clientId);
        if (limits.isEmpty()) {
            Slice<SiteView> all = selections.sites(clientId, request);
            return new PickSight(client, untold, selected, all.items(), all.nextCursor() != null);
        }
        Map<UUID, Set<String>> reach = limits.get();
        List<Peer> found =
                reach.isEmpty()
                        ? List.of()
                        : peers.livingAmong(
                                server.id(),
                                PeerKind.NODE,
                                reach.keySet(),
                                request.pattern(),
                                request.rowLimit());
        boolean more = found.size() > request.limit();
        List<Peer> shown = more ? found.subList(0, request.limit()) : found;
        return new PickSight(
                client,
                untold,
                within(reach, selected),
                within(reach, views.of(server, clientId, shown)),
                more);
    }

    /// @throws io.fieldgate.portal.shared.RefusedException if the client may not reach the site
    void require(SecureServer server, UUID clientId, UUID nodeId) {
        boolean there = !peers.living(server.id(), PeerKind.NODE, List.of(nodeId)).isEmpty();
        if (!there || !limits(server, clientId).map(r -> r.containsKey(nodeId)).orElse(true)) {
            throw FleetRefusals.noSuchSite();
        }
    }

    /// Those of these nodes that the client may reach.
    Set<UUID> within(SecureServer server, UUID clientId, List<UUID> nodeIds) {
        Optional<Map<UUID, Set<String>>> limits = limits(server, clientId);
        return nodeIds.stream()
                .filter(id -> limits.map(reach -> reach.containsKey(id)).orElse(true))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Optional<Map<UUID, Set<String>>> limits(SecureServer server, UUID clientId) {
        return sources.getObject().limitedReach(server.id(), clientId);
    }

    /// The sites within reach, each with its subnets within reach.
    private static List<SiteView> within(Map<UUID, Set<String>> reach, List<SiteView> sites) {
        return sites.stream()
                .filter(site -> reach.containsKey(site.nodeId()))
                .map(site -> site.withSubnets(reach.getOrDefault(site.nodeId(), Set.of())))
                .toList();
    }
}
