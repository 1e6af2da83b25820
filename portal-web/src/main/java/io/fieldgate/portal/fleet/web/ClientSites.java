package io.fieldgate.portal.fleet.web;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.portal.fleet.Cidr;
import io.fieldgate.portal.fleet.ClientView;
import io.fieldgate.portal.fleet.PeerState;
import io.fieldgate.portal.fleet.PickHolder;
import io.fieldgate.portal.fleet.PickSight;
import io.fieldgate.portal.fleet.Picking;
import io.fieldgate.portal.fleet.RealSubnets;
import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.fleet.SessionBook;
import io.fieldgate.portal.fleet.SiteSelectionView;
import io.fieldgate.portal.fleet.SiteSelections;
import io.fieldgate.portal.fleet.SiteView;
import io.fieldgate.portal.fleet.SubnetView;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import io.fieldgate.portal.shared.web.Moment;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// The sites of a client in the words of its pages.
@Component
class ClientSites {
    private final SiteSelections selections;
    private final Picking picking;
    private final SessionBook sessions;
    private final RealSubnets subnets;
    private final Clock clock;

    ClientSites(
            SiteSelections selections,
            Picking picking,
            SessionBook sessions,
            RealSubnets subnets,
            Clock clock) {
        this.selections = selections;
        this.picking = picking;
        this.sessions = sessions;
        this.subnets = subnets;
        this.clock = clock;
    }

    /// What the client's own page says.
    SitesCard card(SecureServerView server, ClientView client) {
        boolean selectable = server.mode() == RoutingMode.IDENTICAL_NETWORKS;
        return new SitesCard(
                selectable,
                selectable
                        ? selections.get(client.id()).sites().stream().map(SiteView::name).toList()
                        : List.of(),
                client.splitRoutes(),
                client.splitRoutes() ? "" : subnets.overlapOf(server.id(), client.id()).orElse(""));
    }

    /// The page on which sites are picked.
    ///
    /// @param query what the names of the sites contain; empty for all
    PickerView picker(ClientView client, String query) {
        SliceRequest request = request(query);
        Slice<SiteView> found = selections.sites(client.id(), request);
        SiteSelectionView selection = selections.get(client.id());
        return picker(
                "/clients/" + client.id() + "/sites",
                new PickSight(
                        client,
                        sessions.untold(client.id()),
                        selection.sites(),
                        found.items(),
                        found.nextCursor() != null),
                request.query());
    }

    /// The same for whoever holds the client's personal link.
    PickerView picker(PickHolder holder, String query) {
        SliceRequest request = request(query);
        return picker("/pick", picking.look(holder, request), request.query());
    }

    private PickerView picker(String path, PickSight sight, String query) {
        Instant now = clock.instant();
        ClientView client = sight.client();
        return new PickerView(
                path,
                client.name(),
                Badges.of(client.state(), "client"),
                client.state() == PeerState.ONLINE,
                client.state() == PeerState.REVOKED,
                sight.selected().stream().map(site -> row(site, List.of(), now)).toList(),
                sight.found().stream().map(site -> row(site, sight.selected(), now)).toList(),
                query,
                sight.more(),
                reconnect(sight));
    }

    /// The subnets of the selected sites of which the client was not told.
    private static String reconnect(PickSight sight) {
        return sight.selected().stream()
                .flatMap(site -> site.subnets().stream())
                .map(SubnetView::prefix)
                .distinct()
                .filter(subnet ->
                        Cidr.parse(subnet).stream()
                                .anyMatch(each ->
                                        sight.untold().prefixes().stream()
                                                .anyMatch(each::overlaps)))
                .collect(Collectors.joining(", "));
    }

    private static SliceRequest request(String query) {
        return SliceRequest.parse(null, SliceRequest.MAX_LIMIT, query);
    }

    private static SiteRow row(SiteView site, List<SiteView> selected, Instant now) {
        return new SiteRow(
                site.nodeId().toString(),
                site.name(),
                site.description(),
                Badges.of(site.state(), "node"),
                Moment.ofNullable(site.since(), now),
                site.selected(),
                selected.stream().noneMatch(other -> overlaps(site, other)),
                site.subnets().stream().map(SubnetView::prefix).distinct().toList(),
                site.others().stream()
                        .map(other -> new SiteRow.Visitor(other.name(), other.online()))
                        .toList());
    }

    private static boolean overlaps(SiteView one, SiteView other) {
        return prefixes(one).stream()
                .anyMatch(prefix -> prefixes(other).stream().anyMatch(prefix::overlaps));
    }

    private static List<Cidr> prefixes(SiteView site) {
        return site.subnets().stream()
                .flatMap(subnet -> Cidr.parse(subnet.prefix()).stream())
                .toList();
    }

    /// The name of a site, for the sentence after it was picked.
    String nameOf(SiteSelectionView selection, UUID nodeId) {
        return selection.sites().stream()
                .filter(site -> site.nodeId().equals(nodeId))
                .map(SiteView::name)
                .findFirst()
                .orElse("The site");
    }
}
