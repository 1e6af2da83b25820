package io.fieldgate.server.session;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.openvpn.Admission;
import io.fieldgate.server.filter.Access;
import io.fieldgate.server.routing.ModeRule;
import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.SubnetMapping;
import io.fieldgate.server.routing.VpnNetworks;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which subnets peers are told to send into their tunnels: exactly those that they may reach.
///
/// A client that no rule names may reach every mapped address, so it is told of the pools as a
/// whole: then a site that is new is reached at once, also by clients that cannot be told of new
/// routes while they are connected.
///
/// @param access what the rules say
record PushedRoutes(
        Traffic traffic, VpnNetworks networks, SubnetsInForce subnets, Access<PeerSlot> access) {
    /// The routes of a peer, in the order of their addresses, so that equal states make equal
    /// pushes. Own addresses come first, so that they are not what is lost if there are too many.
    List<Admission.Route> to(PeerSlot peer) {
        Set<Prefix> own = new TreeSet<>();
        boolean mayMeetNewSites = mayMeetNewSites(peer);
        Set<Prefix> mapped = new TreeSet<>(mayMeetNewSites ? traffic.mappedPools() : List.of());
        subnets.byNode()
                .forEach((node, prefixes) -> {
                    if (isReachable(peer, node)) {
                        for (Prefix subnet : prefixes) {
                            own.addAll(access.reachable(peer, node, subnet));
                        }
                        if (!mayMeetNewSites) {
                            addMapped(peer, node, mapped);
                        }
                    }
                });
        List<Admission.Route> routes = new ArrayList<>();
        for (Prefix prefix : own) {
            add(routes, prefix, peer.profile().splitRoutes());
        }
        for (Prefix prefix : mapped) {
            add(routes, prefix, false);
        }
        return routes;
    }

    private void addMapped(PeerSlot peer, PeerSlot node, Set<Prefix> mapped) {
        for (SubnetMapping mapping : subnets.mappings().getOrDefault(node, List.of())) {
            for (Prefix part : access.reachable(peer, node, mapping.own())) {
                mapped.add(mapping.toMapped(part));
            }
        }
    }

    private boolean mayMeetNewSites(PeerSlot peer) {
        return traffic.isIdentical()
                && peer.kind() == PeerKind.CLIENT
                && !traffic.mappedPools().isEmpty()
                && !access.isFiltered(peer);
    }

    private boolean isReachable(PeerSlot peer, PeerSlot node) {
        return node != peer
                && ModeRule.permits(
                        traffic.mode(), peer.kind(), node.kind(), traffic.clientsReachClients());
    }

    private void add(List<Admission.Route> routes, Prefix prefix, boolean split) {
        if (prefix.ipv6() && networks.ipv6().isEmpty()) {
            return;
        }
        if (split && prefix.canSplit()) {
            add(routes, prefix.lowerHalf(), false);
            add(routes, prefix.upperHalf(), false);
        } else if (routes.size() < Admission.MAX_ROUTES) {
            routes.add(new Admission.Route(prefix.toInetAddress(), prefix.length()));
        }
    }
}
