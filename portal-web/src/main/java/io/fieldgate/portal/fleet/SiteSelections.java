package io.fieldgate.portal.fleet;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Selects the sites whose own addresses a client reaches, in Identical Networks. In force on the
/// running tunnel as soon as the secure server has the new state.
@Service
public class SiteSelections {
    /// Sites of one selection; subnets that do not overlap are seldom as many.
    static final int MAX_SITES = 64;

    private final SelectionTable table;
    private final SelectionKeeper keeper;
    private final PeerRepository peers;
    private final FleetRows rows;
    private final PeerChanges changes;
    private final SiteViews views;
    private final Clock clock;

    SiteSelections(
            SelectionTable table,
            SelectionKeeper keeper,
            PeerRepository peers,
            FleetRows rows,
            PeerChanges changes,
            SiteViews views,
            Clock clock) {
        this.table = table;
        this.keeper = keeper;
        this.peers = peers;
        this.rows = rows;
        this.changes = changes;
        this.views = views;
        this.clock = clock;
    }

    /// What a client has selected.
    ///
    /// @throws RefusedException if there are no sites to select in this routing mode
    @Transactional(readOnly = true)
    public SiteSelectionView get(UUID clientId) {
        Peer client = rows.peer(clientId, PeerKind.CLIENT);
        return view(withSites(rows.server(client.secureServerId())), clientId);
    }

    /// The sites that a client can select, by name.
    ///
    /// @throws RefusedException if there are no sites to select in this routing mode
    @Transactional(readOnly = true)
    public Slice<SiteView> sites(UUID clientId, SliceRequest request) {
        Peer client = rows.peer(clientId, PeerKind.CLIENT);
        SecureServer server = withSites(rows.server(client.secureServerId()));
        List<Peer> found =
                peers.livingSlice(
                        server.id(),
                        PeerKind.NODE,
                        request.pattern(),
                        request.after().nameKey(),
                        request.after().id(),
                        request.rowLimit());
        Map<UUID, SiteView> sites =
                views.of(server, clientId, found).stream()
                        .collect(Collectors.toMap(SiteView::nodeId, site -> site));
        return Slice.of(
                found,
                request,
                node -> new SliceRequest.Position(node.nameKey(), node.id()),
                node -> Objects.requireNonNull(sites.get(node.id())));
    }

    /// Selects these sites and no others.
    ///
    /// @throws RefusedException if one is no node of the client's secure server, or two overlap
    @Transactional
    public SiteSelectionView select(
            UUID clientId, @Nullable List<? extends @Nullable UUID> nodeIds) {
        if (nodeIds == null || nodeIds.stream().anyMatch(Objects::isNull)) {
            throw RefusedException.invalid(
                    "nodeIds", "Name the nodes of the sites, or an empty list for none.");
        }
        SecureServer server = withSites(rows.lockServerOf(clientId, PeerKind.CLIENT));
        return select(server, clientId, new LinkedHashSet<>(nodeIds), null);
    }

    /// Selects one site beside those that are selected.
    ///
    /// @throws RefusedException if it overlaps one of them
    @Transactional
    public SiteSelectionView add(UUID clientId, UUID nodeId) {
        SecureServer server = withSites(rows.lockServerOf(clientId, PeerKind.CLIENT));
        Set<UUID> wanted = new LinkedHashSet<>(table.of(clientId));
        wanted.add(nodeId);
        return select(server, clientId, wanted, null);
    }

    /// Takes one site out of the selection.
    @Transactional
    public SiteSelectionView remove(UUID clientId, UUID nodeId) {
        SecureServer server = withSites(rows.lockServerOf(clientId, PeerKind.CLIENT));
        Set<UUID> wanted = new LinkedHashSet<>(table.of(clientId));
        wanted.remove(nodeId);
        return select(server, clientId, wanted, null);
    }

    /// Selects these sites and no others. The caller holds the lock of the secure server.
    ///
    /// @param actor who does it, for the audit log; null: whoever is signed in
    SiteSelectionView select(
            SecureServer server, UUID clientId, Set<UUID> nodeIds, @Nullable String actor) {
        Peer client = rows.peer(clientId, PeerKind.CLIENT);
        if (client.access() == PeerAccess.REVOKED) {
            throw FleetRefusals.revoked("client");
        }
        if (nodeIds.size() > MAX_SITES) {
            throw RefusedException.invalid("nodeIds", "Select at most " + MAX_SITES + " sites.");
        }
        List<Peer> nodes = living(server, nodeIds);
        requireNoOverlap(server, nodes);
        if (!new HashSet<>(table.of(clientId)).equals(nodeIds)) {
            table.replace(client, nodeIds, clock.instant().truncatedTo(ChronoUnit.MICROS));
            client.changed(server.raiseRevision());
            record(actor, client, nodes);
            changes.publish(server);
        }
        return view(server, clientId);
    }

    private void record(@Nullable String actor, Peer client, List<Peer> nodes) {
        String names =
                nodes.stream()
                        .map(node -> "\"" + node.name() + "\"")
                        .collect(Collectors.joining(", "));
        if (actor == null) {
            changes.record("site-select", client, names);
        } else {
            changes.recordFor(actor, "site-select", client, names);
        }
    }

    private List<Peer> living(SecureServer server, Set<UUID> nodeIds) {
        List<Peer> nodes =
                nodeIds.isEmpty() ? List.of() : peers.living(server.id(), PeerKind.NODE, nodeIds);
        if (nodes.size() < nodeIds.size()) {
            throw RefusedException.invalid(
                    "nodeIds",
                    "Select only nodes of the client's own secure server that are not revoked.");
        }
        return nodes;
    }

    private void requireNoOverlap(SecureServer server, List<Peer> nodes) {
        Map<UUID, List<Cidr>> subnets =
                nodes.size() < 2 ? Map.of() : keeper.subnetsByNode(server.id());
        List<Peer> before = new ArrayList<>();
        for (Peer node : nodes) {
            for (Peer other : before) {
                for (Cidr ours : subnets.getOrDefault(node.id(), List.of())) {
                    for (Cidr theirs : subnets.getOrDefault(other.id(), List.of())) {
                        if (ours.overlaps(theirs)) {
                            throw overlap(other, theirs, node, ours);
                        }
                    }
                }
            }
            before.add(node);
        }
    }

    private static RefusedException overlap(Peer one, Cidr ones, Peer other, Cidr others) {
        return FleetRefusals.sitesOverlap(
                "\"%s\" and \"%s\" use the same addresses (%s and %s), so only one of them can be selected at a time. Both are reachable at once by their unique addresses and names."
                        .formatted(one.name(), other.name(), ones, others));
    }

    private SiteSelectionView view(SecureServer server, UUID clientId) {
        List<UUID> nodeIds = table.of(clientId);
        List<Peer> nodes =
                nodeIds.isEmpty() ? List.of() : peers.living(server.id(), PeerKind.NODE, nodeIds);
        return new SiteSelectionView(clientId, nodeIds, views.of(server, clientId, nodes));
    }

    static SecureServer withSites(SecureServer server) {
        if (server.mode() != RoutingMode.IDENTICAL_NETWORKS) {
            throw FleetRefusals.noSites();
        }
        return server;
    }
}
