package io.fieldgate.portal.access.web;

import io.fieldgate.portal.access.AccessBook;
import io.fieldgate.portal.access.EffectiveAccess;
import io.fieldgate.portal.access.NodeReach;
import io.fieldgate.portal.access.Reach;
import io.fieldgate.portal.fleet.ClientView;
import io.fieldgate.portal.fleet.Clients;
import io.fieldgate.portal.shared.SliceRequest;
import io.fieldgate.portal.shared.web.Badge;
import io.fieldgate.portal.shared.web.Moment;
import io.fieldgate.portal.shared.web.PageController;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// Shows what a client can reach, and why.
@PageController
@PreAuthorize("hasRole('VIEWER')")
class ClientAccess {
    private final AccessBook book;
    private final Clients clients;
    private final AccessPlaces places;
    private final Clock clock;

    ClientAccess(AccessBook book, Clients clients, AccessPlaces places, Clock clock) {
        this.book = book;
        this.clients = clients;
        this.places = places;
        this.clock = clock;
    }

    /// A node with what the client reaches there.
    record NodeLine(
            String id,
            String name,
            Badge state,
            @Nullable Moment since,
            boolean selected,
            List<ReachLine> places) {
        NodeLine {
            places = List.copyOf(places);
        }
    }

    /// @param mapped its unique address; empty where it has none
    /// @param in what may be opened from there, in words; empty: as from the client
    record ReachLine(
            String name, String address, String mapped, Badge access, String in, String why) {}

    @GetMapping("/clients/{id}/access")
    String page(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String cursor,
            Model model) {
        fill(id, q, cursor, model);
        return "access/client-access";
    }

    @GetMapping("/clients/{id}/access/live")
    String live(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String cursor,
            Model model) {
        fill(id, q, cursor, model);
        return "access/client-reach :: reach";
    }

    private void fill(UUID id, String q, String cursor, Model model) {
        ClientView client = clients.get(id);
        EffectiveAccess access = book.of(id, SliceRequest.parse(cursor, null, q));
        model.addAttribute("place", places.server(client.secureServerId()));
        model.addAttribute("peer", Heading.of(client));
        model.addAttribute("limited", access.restricted());
        model.addAttribute("nodes", access.items().stream().map(this::line).toList());
        model.addAttribute("next", access.nextCursor());
        model.addAttribute("cursor", cursor);
        model.addAttribute("q", q);
    }

    private NodeLine line(NodeReach node) {
        return new NodeLine(
                node.nodeId().toString(),
                node.name(),
                Heading.badge(node.state(), "red"),
                Moment.ofNullable(node.since(), clock.instant()),
                Boolean.TRUE.equals(node.selected()),
                node.places().stream().map(ClientAccess::line).toList());
    }

    private static ReachLine line(Reach reach) {
        String mapped = reach.mappedAddress();
        return new ReachLine(
                name(reach),
                reach.address(),
                mapped == null ? "" : mapped,
                badge(reach),
                reach.fromNode().equals(reach.fromClient()) ? "" : reach.fromNode(),
                reach.why());
    }

    private static String name(Reach reach) {
        return switch (reach.kind()) {
            case NODE -> "The node itself";
            case SUBNET -> "Subnet";
            case PART -> "Part of a subnet";
            case DEVICE -> reach.name();
        };
    }

    private static Badge badge(Reach reach) {
        return switch (reach.access()) {
            case ALL -> new Badge("Everything", "green", false, "");
            case SOME -> new Badge(reach.fromClient(), "blue", false, "");
            case NONE -> new Badge("Nothing", "secondary", false, "");
        };
    }
}
