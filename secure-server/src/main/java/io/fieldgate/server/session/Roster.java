package io.fieldgate.server.session;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.openvpn.Admission;
import io.fieldgate.server.control.DesiredState;
import io.fieldgate.server.routing.ModeRule;
import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.RouteTable;
import io.fieldgate.server.routing.Routes;
import io.fieldgate.server.routing.SubnetRules;
import io.fieldgate.server.routing.SubnetRules.Verdict;
import io.fieldgate.server.routing.VpnNetworks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// All peers that the server knows, and the subnets behind them that are in force. Owned by the
/// worker thread.
final class Roster {
    private final Map<UUID, PeerSlot> slots = new LinkedHashMap<>();
    private final RoutingMode mode;
    private final VpnNetworks networks;
    private SortedMap<Prefix, PeerSlot> subnets = new TreeMap<>();
    private List<Prefix> adminSubnets = List.of();

    /// An empty roster.
    ///
    /// @param networks the VPN networks
    Roster(RoutingMode mode, VpnNetworks networks) {
        this.mode = mode;
        this.networks = networks;
    }

    VpnNetworks networks() {
        return networks;
    }

    /// Whether it can take over a state with these settings.
    boolean serves(RoutingMode wantedMode, VpnNetworks wantedNetworks) {
        return mode == wantedMode && networks.equals(wantedNetworks);
    }

    @Nullable PeerSlot find(UUID id) {
        return slots.get(id);
    }

    Collection<PeerSlot> all() {
        return slots.values();
    }

    /// Takes the peers of a new state over.
    ///
    /// @return the peers that are gone, and what in the state could not be read
    Change replace(DesiredState state) {
        List<String> problems = new ArrayList<>();
        Map<UUID, PeerSlot> next = new LinkedHashMap<>();
        for (Peer peer : state.peers().values()) {
            try {
                PeerProfile profile = PeerProfile.of(peer, networks.ipv4());
                PeerSlot slot = slots.get(profile.id());
                if (slot == null) {
                    slot = new PeerSlot(profile);
                } else {
                    slot.update(profile);
                }
                next.put(profile.id(), slot);
            } catch (IllegalArgumentException unreadable) {
                problems.add("peer " + peer.id() + " is left out: " + unreadable.getMessage());
            }
        }
        Set<PeerSlot> removed = new LinkedHashSet<>(slots.values());
        next.values().forEach(removed::remove);
        slots.clear();
        slots.putAll(next);
        List<Prefix> adminSubnetsBefore = adminSubnets;
        collectSubnets();
        return new Change(List.copyOf(removed), problems, !adminSubnets.equals(adminSubnetsBefore));
    }

    /// What a new state changed.
    ///
    /// @param adminSubnetsChanged whether announcements must be judged again
    record Change(List<PeerSlot> removed, List<String> problems, boolean adminSubnetsChanged) {}

    /// Judges what a node announces and puts in force what may be.
    List<Verdict> announce(PeerSlot node, String announcement) {
        List<SubnetRules.Taken> taken = new ArrayList<>();
        subnets.forEach((prefix, owner) -> {
            if (owner != node) {
                taken.add(new SubnetRules.Taken(prefix, "node " + owner.id()));
            }
        });
        List<Verdict> verdicts = SubnetRules.judge(announcement, networks, taken);
        List<Prefix> accepted = new ArrayList<>();
        for (Verdict verdict : verdicts) {
            if (verdict.accepted() && verdict.prefix() != null) {
                accepted.add(verdict.prefix());
            }
        }
        node.announce(announcement, accepted);
        collectSubnets();
        return verdicts;
    }

    /// Nodes whose announced subnets overlap what an admin has given to another node since.
    List<PeerSlot> contested() {
        List<PeerSlot> contested = new ArrayList<>();
        for (PeerSlot node : slots.values()) {
            if (node.hasAnnounced()
                    && node.announcedInForce().stream().anyMatch(p -> taken(p, node))) {
                contested.add(node);
            }
        }
        return contested;
    }

    /// All that routing needs, as of now.
    Routes<PeerSlot> routes() {
        List<RouteTable.Route<PeerSlot>> routes = new ArrayList<>();
        subnets.forEach((prefix, node) -> routes.add(new RouteTable.Route<>(prefix, node)));
        for (PeerSlot slot : slots.values()) {
            if (slot.profile().isActive()) {
                int address = slot.profile().vpnAddress();
                routes.add(new RouteTable.Route<>(Prefix.ipv4(address, 32), slot));
                networks.ipv6Of(address)
                        .ifPresent(ipv6 -> routes.add(new RouteTable.Route<>(ipv6, slot)));
            }
        }
        return new Routes<>(mode, networks, new RouteTable<>(routes));
    }

    /// The subnets to push to a peer: all in force behind the nodes that it may reach, in the order
    /// of their addresses, so that equal states make equal pushes.
    List<Admission.Route> routesFor(PeerSlot peer) {
        List<Admission.Route> routes = new ArrayList<>();
        for (Map.Entry<Prefix, PeerSlot> subnet : subnets.entrySet()) {
            PeerSlot node = subnet.getValue();
            Prefix prefix = subnet.getKey();
            if (node != peer
                    && ModeRule.permits(mode, peer.kind(), node.kind())
                    && (!prefix.ipv6() || networks.ipv6().isPresent())
                    && routes.size() < Admission.MAX_ROUTES) {
                routes.add(new Admission.Route(prefix.toInetAddress(), prefix.length()));
            }
        }
        return routes;
    }

    int subnetCount() {
        return subnets.size();
    }

    private boolean taken(Prefix prefix, PeerSlot by) {
        for (Map.Entry<Prefix, PeerSlot> subnet : subnets.entrySet()) {
            if (subnet.getValue() != by && subnet.getKey().overlaps(prefix)) {
                return true;
            }
        }
        return false;
    }

    /// The admin's word counts first: what is entered later in the map replaces nothing.
    private void collectSubnets() {
        SortedMap<Prefix, PeerSlot> collected = new TreeMap<>();
        for (PeerSlot slot : slots.values()) {
            if (isActiveNode(slot)) {
                slot.profile()
                        .adminSubnets()
                        .forEach(prefix -> collected.putIfAbsent(prefix, slot));
            }
        }
        adminSubnets = List.copyOf(collected.keySet());
        for (PeerSlot slot : slots.values()) {
            if (isActiveNode(slot)) {
                slot.announcedInForce().forEach(prefix -> collected.putIfAbsent(prefix, slot));
            }
        }
        subnets = collected;
    }

    private static boolean isActiveNode(PeerSlot slot) {
        return slot.kind() == PeerKind.NODE && slot.profile().isActive();
    }
}
