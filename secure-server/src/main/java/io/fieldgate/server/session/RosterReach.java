package io.fieldgate.server.session;

import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.RouteTable;
import io.fieldgate.server.routing.SubnetMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What peers may reach by the routing mode and the rules in force. Owned by the worker thread.
final class RosterReach implements Reach {
    private final Roster roster;
    private Known known = Known.of(SubnetsInForce.NONE);

    RosterReach(Roster roster) {
        this.roster = roster;
    }

    @Override
    public boolean mayReach(PeerSlot asker, PeerSlot node, Prefix real) {
        return roster.permits(asker, node) && roster.access().mayReach(asker, node, real);
    }

    @Override
    public boolean mayReachSomething(PeerSlot asker, PeerSlot node) {
        return roster.subnetsBehind(node).stream()
                .anyMatch(subnet -> mayReach(asker, node, subnet));
    }

    @Override
    public Optional<Prefix> shown(PeerSlot node, Prefix real) {
        return roster.shownAddress(node, real);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a change makes a new one; comparing them costs more
    public Optional<Place> placeOf(PeerSlot asker, Prefix address) {
        if (known.subnets() != roster.subnets()) {
            known = Known.of(roster.subnets());
        }
        Place unique = known.unique(address);
        return unique != null ? Optional.of(unique) : selected(asker, address);
    }

    /// In Identical Networks an address as it is at the site leads to the site that was selected.
    private Optional<Place> selected(PeerSlot asker, Prefix address) {
        for (UUID id : asker.profile().selectedNodes()) {
            PeerSlot node = roster.find(id);
            if (node != null && isBehind(node, address)) {
                return Optional.of(new Place(node, address));
            }
        }
        return Optional.empty();
    }

    private boolean isBehind(PeerSlot node, Prefix address) {
        return roster.subnetsBehind(node).stream().anyMatch(subnet -> subnet.contains(address));
    }

    /// The subnets in force by the addresses that lead to them for everybody.
    private record Known(SubnetsInForce subnets, RouteTable<Behind> table) {
        /// @param mapping null where no address is translated
        private record Behind(PeerSlot node, @Nullable SubnetMapping mapping) {}

        static Known of(SubnetsInForce subnets) {
            List<RouteTable.Route<Behind>> routes = new ArrayList<>();
            subnets.byNode()
                    .forEach((node, prefixes) -> {
                        List<SubnetMapping> mappings = subnets.mappings().get(node);
                        if (mappings == null) {
                            prefixes.forEach(prefix ->
                                    routes.add(
                                            new RouteTable.Route<>(
                                                    prefix, new Behind(node, null))));
                        } else {
                            mappings.forEach(mapping ->
                                    routes.add(
                                            new RouteTable.Route<>(
                                                    mapping.mapped(), new Behind(node, mapping))));
                        }
                    });
            return new Known(subnets, new RouteTable<>(routes));
        }

        @Nullable Place unique(Prefix address) {
            Behind behind =
                    address.ipv6()
                            ? table.find(address.high(), address.low())
                            : table.find(address.ipv4Address());
            if (behind == null) {
                return null;
            }
            SubnetMapping mapping = behind.mapping();
            return new Place(behind.node(), mapping == null ? address : mapping.toOwn(address));
        }
    }
}
