package io.fieldgate.server.session;

import io.fieldgate.contract.control.ServerEvent;
import io.fieldgate.openvpn.Admission;
import io.fieldgate.server.routing.Prefix;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The subnets that a peer may reach and does not send into its tunnel: they came after it dialled
/// in, it was told of no wider network, and its software cannot be told while it is connected.
///
/// @param routes in the order in which they would be pushed
record UntoldRoutes(List<Prefix> routes) {
    static final UntoldRoutes NONE = new UntoldRoutes(List.of());

    /// Subnets that are named to the portal, at most.
    static final int MAX_NAMED = 100;

    /// What is in the routes that a peer should have and in none that it was told of. Looks up each
    /// wider network by its length: a peer may have thousands of routes.
    static UntoldRoutes between(List<Admission.Route> wanted, List<Admission.Route> told) {
        Set<Prefix> known = new HashSet<>();
        told.forEach(route -> known.add(prefix(route)));
        return new UntoldRoutes(
                wanted.stream()
                        .map(UntoldRoutes::prefix)
                        .filter(prefix -> !isCovered(prefix, known))
                        .toList());
    }

    boolean isEmpty() {
        return routes.isEmpty();
    }

    /// For the portal.
    ServerEvent event(Instant at, VpnSession session, PeerSlot peer) {
        return new ServerEvent.RoutesUntold(
                at,
                session.id().toString(),
                peer.id().toString(),
                routes.stream().limit(MAX_NAMED).map(Prefix::toString).toList(),
                Math.max(0, routes.size() - MAX_NAMED));
    }

    private static boolean isCovered(Prefix prefix, Set<Prefix> known) {
        for (int length = prefix.length(); length >= 0; length--) {
            if (known.contains(new Prefix(prefix.ipv6(), prefix.high(), prefix.low(), length))) {
                return true;
            }
        }
        return false;
    }

    private static Prefix prefix(Admission.Route route) {
        InetAddress network = route.network();
        return Prefix.parse(network.getHostAddress() + "/" + route.prefixLength()).orElseThrow();
    }
}
