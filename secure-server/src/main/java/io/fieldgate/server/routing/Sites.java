package io.fieldgate.server.routing;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.server.flow.FlowKey;
import io.fieldgate.server.policy.DropReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The sites of Identical Networks: what lies behind each node, by its own addresses and by mapped
/// ones, and which sites each client has selected. Immutable; a lookup is two binary searches.
///
/// @param <P> the peers
public final class Sites<P extends RoutedPeer> {
    private final Map<P, RouteTable<SubnetMapping>> byNode = new HashMap<>();
    private final Map<P, RouteTable<Place<P>>> byClient = new HashMap<>();
    private final RouteTable<Place<P>> mapped;

    /// Tells only that an address is behind some node.
    private final RouteTable<Boolean> anywhere;

    /// @param subnets what is in force behind each node
    /// @param selections the nodes that each client has selected; their subnets do not overlap
    public Sites(Map<P, List<SubnetMapping>> subnets, Map<P, List<P>> selections) {
        List<RouteTable.Route<Place<P>>> mappedRoutes = new ArrayList<>();
        List<RouteTable.Route<Boolean>> known = new ArrayList<>();
        subnets.forEach((node, mappings) -> {
            List<RouteTable.Route<SubnetMapping>> own = new ArrayList<>();
            for (SubnetMapping mapping : mappings) {
                own.add(new RouteTable.Route<>(mapping.own(), mapping));
                known.add(new RouteTable.Route<>(mapping.own(), true));
                mappedRoutes.add(
                        new RouteTable.Route<>(mapping.mapped(), new Place<>(node, mapping)));
            }
            byNode.put(node, new RouteTable<>(own));
        });
        mapped = new RouteTable<>(mappedRoutes);
        anywhere = new RouteTable<>(known);
        // Many clients select the same sites.
        Map<List<P>, RouteTable<Place<P>>> tables = new HashMap<>();
        selections.forEach((client, nodes) ->
                byClient.put(client, tables.computeIfAbsent(nodes, n -> selection(n, subnets))));
    }

    /// Whether an address is in a subnet behind this node.
    boolean isBehind(P node, boolean ipv6, long high, long low) {
        return mapping(node, ipv6, high, low) != null;
    }

    /// The subnet behind this node that has an address; null if there is none.
    @Nullable SubnetMapping mapping(P node, boolean ipv6, long high, long low) {
        RouteTable<SubnetMapping> table = byNode.get(node);
        return table == null ? null : find(table, ipv6, high, low);
    }

    /// Finds the way of a flow that a client opens to an address that is no peer's own.
    @Nullable DropReason fromClient(FlowKey<P> opener, Way<P> way) {
        boolean ipv6 = opener.isIpv6();
        long high = opener.destinationHigh();
        long low = opener.destinationLow();
        Place<P> place = find(mapped, ipv6, high, low);
        if (place != null) {
            way.leadsTo(place.node(), opener);
            way.translateDestination(place.mapping());
            return null;
        }
        RouteTable<Place<P>> selection = byClient.get(opener.peer());
        Place<P> chosen = selection == null ? null : find(selection, ipv6, high, low);
        if (chosen != null) {
            way.leadsTo(chosen.node(), opener);
            way.chosen();
            return null;
        }
        boolean known = find(anywhere, ipv6, high, low) != null;
        return known ? DropReason.NOT_SELECTED : DropReason.NO_ROUTE;
    }

    /// Finds the way of a flow that a node, or a device behind it, opens to a client.
    ///
    /// @param ownAddress whether the node opens it with its own VPN address
    @Nullable DropReason toClient(FlowKey<P> opener, P client, boolean ownAddress, Way<P> way) {
        way.leadsTo(client, opener);
        if (ownAddress) {
            return null;
        }
        SubnetMapping mapping =
                mapping(opener.peer(), opener.isIpv6(), opener.sourceHigh(), opener.sourceLow());
        if (mapping == null) {
            return DropReason.NO_ROUTE;
        }
        way.translateSource(mapping);
        return null;
    }

    /// Whether an address that is no peer's own lies behind some node.
    boolean isKnown(boolean ipv6, long high, long low) {
        return find(mapped, ipv6, high, low) != null || find(anywhere, ipv6, high, low) != null;
    }

    /// A subnet and the node in front of it.
    private record Place<P>(P node, SubnetMapping mapping) {}

    private static <P extends RoutedPeer> RouteTable<Place<P>> selection(
            List<P> nodes, Map<P, List<SubnetMapping>> subnets) {
        List<RouteTable.Route<Place<P>>> routes = new ArrayList<>();
        for (P node : nodes) {
            if (node.kind() == PeerKind.NODE) {
                for (SubnetMapping mapping : subnets.getOrDefault(node, List.of())) {
                    routes.add(new RouteTable.Route<>(mapping.own(), new Place<>(node, mapping)));
                }
            }
        }
        return new RouteTable<>(routes);
    }

    private static <T> @Nullable T find(RouteTable<T> table, boolean ipv6, long high, long low) {
        return ipv6 ? table.find(high, low) : table.find((int) low);
    }
}
