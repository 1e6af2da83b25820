package io.fieldgate.server.routing;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import io.fieldgate.server.flow.FlowKey;
import io.fieldgate.server.policy.DropReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All that routing goes by, at one moment. Immutable.
///
/// @param mode who may talk to whom
/// @param networks the VPN networks, with the secure server's own addresses
/// @param table VPN addresses and subnets in force, and the peers that have them; in Identical
///   Networks VPN addresses only
/// @param sites the subnets in Identical Networks; empty in the other modes
/// @param filter what the rules say
/// @param clientsReachClients whether they do
public record Routes<P extends RoutedPeer>(
        RoutingMode mode,
        VpnNetworks networks,
        RouteTable<P> table,
        Optional<Sites<P>> sites,
        FlowFilter<P> filter,
        boolean clientsReachClients) {
    public Routes {
        if (sites.isPresent() != (mode == RoutingMode.IDENTICAL_NETWORKS)) {
            throw new IllegalArgumentException("sites are for Identical Networks, and only there");
        }
    }

    /// Without sites, without rules, and clients do not reach clients.
    public Routes(RoutingMode mode, VpnNetworks networks, RouteTable<P> table) {
        this(mode, networks, table, Optional.empty(), FlowFilter.none(), false);
    }

    /// Whether the peer may send packets with this source address.
    boolean belongsTo(P sender, boolean ipv6, long high, long low) {
        if (sender.equals(find(ipv6, high, low))) {
            return true;
        }
        return sites.isPresent() && sites.get().isBehind(sender, ipv6, high, low);
    }

    /// The peer that has an address, or, but for Identical Networks, is in front of it.
    @Nullable P find(boolean ipv6, long high, long low) {
        return ipv6 ? table.find(high, low) : table.find((int) low);
    }

    /// Why the mode lets no packet go from one peer to the other; null if it does.
    @Nullable DropReason refusal(P sender, @Nullable P target) {
        if (target == null) {
            return DropReason.NO_ROUTE;
        }
        if (target.equals(sender)) {
            return DropReason.BACK_TO_SENDER;
        }
        if (!ModeRule.permits(mode, sender.kind(), target.kind(), clientsReachClients)) {
            return DropReason.FORBIDDEN_BY_MODE;
        }
        return null;
    }

    /// Whether packets between these two must be known by the flow that they belong to.
    boolean areTracked(P sender, @Nullable P target) {
        if (sender.kind() == PeerKind.CLIENT
                && target != null
                && target.kind() == PeerKind.CLIENT) {
            return false;
        }
        return sites.isPresent()
                || (!filter.isEmpty()
                        && target != null
                        && (filter.isFiltered(sender) || filter.isFiltered(target)));
    }

    /// Finds where a flow goes that is opened with this key.
    ///
    /// @return why it goes nowhere; null if `way` says where
    @Nullable DropReason lead(FlowKey<P> opener, Way<P> way) {
        P sender = opener.peer();
        P target = find(opener.isIpv6(), opener.destinationHigh(), opener.destinationLow());
        if (sites.isEmpty()) {
            DropReason refusal = refusal(sender, target);
            if (refusal == null && target != null) {
                way.leadsTo(target, opener);
            }
            return refusal;
        }
        return leadBySites(sites.get(), opener, target, way);
    }

    private @Nullable DropReason leadBySites(
            Sites<P> all, FlowKey<P> opener, @Nullable P target, Way<P> way) {
        P sender = opener.peer();
        boolean ipv6 = opener.isIpv6();
        if (sender.kind() == PeerKind.CLIENT) {
            if (target == null) {
                return all.fromClient(opener, way);
            }
            DropReason refusal = refusal(sender, target);
            if (refusal == null) {
                way.leadsTo(target, opener);
            }
            return refusal;
        }
        if (target == null) {
            boolean known = all.isKnown(ipv6, opener.destinationHigh(), opener.destinationLow());
            return known ? DropReason.FORBIDDEN_BY_MODE : DropReason.NO_ROUTE;
        }
        DropReason refusal = refusal(sender, target);
        if (refusal != null) {
            return refusal;
        }
        boolean own = sender.equals(find(ipv6, opener.sourceHigh(), opener.sourceLow()));
        return all.toClient(opener, target, own, way);
    }
}
