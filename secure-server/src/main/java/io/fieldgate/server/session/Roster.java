package io.fieldgate.server.session;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.openvpn.Admission;
import io.fieldgate.server.control.DesiredState;
import io.fieldgate.server.filter.Access;
import io.fieldgate.server.policy.RuleCounters;
import io.fieldgate.server.routing.ModeRule;
import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.RouteTable;
import io.fieldgate.server.routing.Routes;
import io.fieldgate.server.routing.Sites;
import io.fieldgate.server.routing.SubnetMapping;
import io.fieldgate.server.routing.SubnetRules.Verdict;
import io.fieldgate.server.routing.VpnNetworks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// All peers that the server knows, the subnets behind them that are in force, and the rules. Owned
/// by the worker thread.
final class Roster {
    private final Map<UUID, PeerSlot> slots = new LinkedHashMap<>();
    private final VpnNetworks networks;
    private final RuleBook rules;
    private Traffic traffic;
    private SubnetsInForce subnets = SubnetsInForce.NONE;

    /// An empty roster.
    ///
    /// @param networks the VPN networks
    Roster(RoutingMode mode, VpnNetworks networks) {
        this(mode, networks, new RuleCounters());
    }

    /// An empty roster.
    ///
    /// @param counters count the rules' hits
    Roster(RoutingMode mode, VpnNetworks networks, RuleCounters counters) {
        this.networks = networks;
        this.traffic = Traffic.before(mode);
        this.rules = new RuleBook(counters);
    }

    VpnNetworks networks() {
        return networks;
    }

    /// Whether it can take over a state with these networks. Any routing mode will do.
    boolean serves(VpnNetworks wantedNetworks) {
        return networks.equals(wantedNetworks);
    }

    @Nullable PeerSlot find(UUID id) {
        return slots.get(id);
    }

    Collection<PeerSlot> all() {
        return slots.values();
    }

    /// Takes the peers of a new state over, and what holds for all of them.
    ///
    /// @return the peers that are gone, and what in the state could not be read
    Change replace(DesiredState state) {
        Traffic wanted = Traffic.of(state.settings());
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
        Traffic before = traffic;
        List<Prefix> adminSubnetsBefore = subnets.adminSubnets();
        traffic = wanted;
        collectSubnets();
        problems.addAll(subnets.problems());
        problems.addAll(rules.use(state.policy(), slots));
        boolean judgeAgain =
                !subnets.adminSubnets().equals(adminSubnetsBefore)
                        || traffic.announcementsCount() != before.announcementsCount();
        return new Change(List.copyOf(removed), problems, judgeAgain);
    }

    /// What a new state changed.
    ///
    /// @param adminSubnetsChanged whether announcements must be judged again
    record Change(List<PeerSlot> removed, List<String> problems, boolean adminSubnetsChanged) {}

    /// Judges what a node announces, and, if announcements count without the portal's word, puts in
    /// force what may be.
    List<Verdict> announce(PeerSlot node, String announcement) {
        List<Verdict> verdicts = Announcement.judge(node, announcement, traffic, networks, subnets);
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
                    && traffic.announcementsCount()
                    && node.announcedInForce().stream().anyMatch(p -> taken(p, node))) {
                contested.add(node);
            }
        }
        return contested;
    }

    /// All that routing needs, as of now.
    Routes<PeerSlot> routes() {
        List<RouteTable.Route<PeerSlot>> routes = new ArrayList<>();
        if (!traffic.isIdentical()) {
            subnets.byNode()
                    .forEach((node, prefixes) ->
                            prefixes.forEach(
                                    prefix -> routes.add(new RouteTable.Route<>(prefix, node))));
        }
        for (PeerSlot slot : slots.values()) {
            if (slot.profile().isActive()) {
                int address = slot.profile().vpnAddress();
                routes.add(new RouteTable.Route<>(Prefix.ipv4(address, 32), slot));
                networks.ipv6Of(address)
                        .ifPresent(ipv6 -> routes.add(new RouteTable.Route<>(ipv6, slot)));
            }
        }
        return new Routes<>(
                traffic.mode(),
                networks,
                new RouteTable<>(routes),
                traffic.isIdentical()
                        ? Optional.of(new Sites<>(subnets.mappings(), selections()))
                        : Optional.empty(),
                rules.filter(),
                traffic.clientsReachClients());
    }

    /// The subnets to push to a peer: all that it may reach.
    List<Admission.Route> routesFor(PeerSlot peer) {
        return new PushedRoutes(traffic, networks, subnets, access()).to(peer);
    }

    /// What each client may reach by the rules.
    Access<PeerSlot> access() {
        return rules.filter();
    }

    /// The address by which clients reach a device in any case: its mapped address in Identical
    /// Networks, otherwise its own. Empty if no subnet in force has it.
    ///
    /// @param own the device's own address
    Optional<Prefix> shownAddress(PeerSlot node, Prefix own) {
        for (SubnetMapping mapping : subnets.mappings().getOrDefault(node, List.of())) {
            if (mapping.own().contains(own)) {
                return Optional.of(mapping.toMapped(own));
            }
        }
        return !traffic.isIdentical() && subnets.of(node).stream().anyMatch(p -> p.contains(own))
                ? Optional.of(own)
                : Optional.empty();
    }

    /// The subnets that are in force.
    SubnetsInForce subnets() {
        return subnets;
    }

    /// Whether the mode lets the two talk.
    boolean permits(PeerSlot one, PeerSlot other) {
        return ModeRule.permits(
                traffic.mode(), one.kind(), other.kind(), traffic.clientsReachClients());
    }

    /// The subnets behind a node that are in force, as they are at the site.
    List<Prefix> subnetsBehind(PeerSlot node) {
        return subnets.of(node);
    }

    int subnetCount() {
        return subnets.byNode().values().stream().mapToInt(List::size).sum();
    }

    private Map<PeerSlot, List<PeerSlot>> selections() {
        Map<PeerSlot, List<PeerSlot>> selections = new HashMap<>();
        for (PeerSlot slot : slots.values()) {
            List<UUID> nodes = slot.profile().selectedNodes();
            if (slot.kind() == PeerKind.CLIENT && !nodes.isEmpty()) {
                selections.put(
                        slot, nodes.stream().map(slots::get).filter(Objects::nonNull).toList());
            }
        }
        return selections;
    }

    private boolean taken(Prefix prefix, PeerSlot by) {
        for (Map.Entry<PeerSlot, List<Prefix>> node : subnets.byNode().entrySet()) {
            if (node.getKey() != by && node.getValue().stream().anyMatch(prefix::overlaps)) {
                return true;
            }
        }
        return false;
    }

    private void collectSubnets() {
        subnets = SubnetsInForce.of(slots.values(), traffic, networks);
    }
}
