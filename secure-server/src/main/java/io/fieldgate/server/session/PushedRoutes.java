package io.fieldgate.server.session;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.openvpn.Admission;
import io.fieldgate.server.filter.Access;
import io.fieldgate.server.routing.ModeRule;
import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.SubnetMapping;
import io.fieldgate.server.routing.VpnNetworks;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which subnets peers are told to send into their tunnels: exactly those that they may reach.
///
/// Whoever is limited by no rule may reach sites that are not there yet. To reach them at once,
/// also if it cannot be told of new routes while it is connected, it is told of wider networks: in
/// Identical Networks of the pools of mapped addresses as a whole, and, where it cannot be told, of
/// those in which an admin expects future sites.
///
/// @param access what the rules say
record PushedRoutes(
        Traffic traffic, VpnNetworks networks, SubnetsInForce subnets, Access<PeerSlot> access) {
    /// The routes of a peer, in the order of their addresses, so that equal states make equal
    /// pushes. Wide networks of future sites come first: if there are too many routes, they may
    /// cover what is lost. Own addresses come before mapped ones.
    List<Admission.Route> to(PeerSlot peer) {
        Set<Prefix> own = new TreeSet<>();
        boolean mayMeetNewSites = mayMeetNewSites(peer);
        boolean getsPools = mayMeetNewSites && !traffic.mappedPools().isEmpty();
        Set<Prefix> mapped = new TreeSet<>(getsPools ? traffic.mappedPools() : List.of());
        subnets.byNode()
                .forEach((node, prefixes) -> {
                    if (isReachable(peer, node)) {
                        for (Prefix subnet : prefixes) {
                            own.addAll(access.reachable(peer, node, subnet));
                        }
                        if (!getsPools) {
                            addMapped(peer, node, mapped);
                        }
                    }
                });
        Set<Admission.Route> routes = new LinkedHashSet<>();
        if (mayMeetNewSites && !peer.takesPushUpdate()) {
            for (Prefix prefix : new TreeSet<>(traffic.coveringNetworks())) {
                add(routes, prefix, false);
            }
        }
        for (Prefix prefix : own) {
            add(routes, prefix, peer.profile().splitRoutes());
        }
        for (Prefix prefix : mapped) {
            add(routes, prefix, false);
        }
        return List.copyOf(routes);
    }

    private void addMapped(PeerSlot peer, PeerSlot node, Set<Prefix> mapped) {
        for (SubnetMapping mapping : subnets.mappings().getOrDefault(node, List.of())) {
            for (Prefix part : access.reachable(peer, node, mapping.own())) {
                mapped.add(mapping.toMapped(part));
            }
        }
    }

    private boolean mayMeetNewSites(PeerSlot peer) {
        return !access.isFiltered(peer)
                && ModeRule.permits(
                        traffic.mode(), peer.kind(), PeerKind.NODE, traffic.clientsReachClients());
    }

    private boolean isReachable(PeerSlot peer, PeerSlot node) {
        return node != peer
                && ModeRule.permits(
                        traffic.mode(), peer.kind(), node.kind(), traffic.clientsReachClients());
    }

    private void add(Set<Admission.Route> routes, Prefix prefix, boolean split) {
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
