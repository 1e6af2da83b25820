package io.fieldgate.server.session;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.SubnetMapping;
import io.fieldgate.server.routing.VpnNetworks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The subnets behind all nodes that are in force, at one moment. Immutable.
///
/// @param byNode in Identical Networks several nodes may have the same; otherwise none does
/// @param mappings of the same subnets; empty but for Identical Networks
/// @param adminSubnets those that admins entered
/// @param problems what could not be put in force, in words an operator understands
record SubnetsInForce(
        Map<PeerSlot, List<Prefix>> byNode,
        Map<PeerSlot, List<SubnetMapping>> mappings,
        List<Prefix> adminSubnets,
        List<String> problems) {
    static final SubnetsInForce NONE = new SubnetsInForce(Map.of(), Map.of(), List.of(), List.of());

    List<Prefix> of(PeerSlot node) {
        return byNode.getOrDefault(node, List.of());
    }

    /// Collects them. The admin's word counts first.
    static SubnetsInForce of(Collection<PeerSlot> slots, Traffic traffic, VpnNetworks networks) {
        List<PeerSlot> nodes =
                slots.stream()
                        .filter(slot -> slot.kind() == PeerKind.NODE && slot.profile().isActive())
                        .toList();
        return traffic.isIdentical() ? identical(nodes, networks) : unique(nodes, traffic);
    }

    private static SubnetsInForce unique(List<PeerSlot> nodes, Traffic traffic) {
        Map<Prefix, PeerSlot> collected = new TreeMap<>();
        for (PeerSlot node : nodes) {
            node.profile().adminSubnets().forEach(prefix -> collected.putIfAbsent(prefix, node));
        }
        List<Prefix> admin = List.copyOf(collected.keySet());
        for (PeerSlot node : nodes) {
            List<Prefix> others =
                    traffic.announcementsCount()
                            ? node.announcedInForce()
                            : node.profile().rememberedSubnets();
            for (Prefix prefix : others) {
                if (!traffic.announcementsCount() || !node.profile().isRefused(prefix)) {
                    collected.putIfAbsent(prefix, node);
                }
            }
        }
        Map<PeerSlot, List<Prefix>> byNode = new LinkedHashMap<>();
        collected.forEach(
                (prefix, node) -> byNode.computeIfAbsent(node, _ -> new ArrayList<>()).add(prefix));
        return new SubnetsInForce(byNode, Map.of(), admin, List.of());
    }

    private static SubnetsInForce identical(List<PeerSlot> nodes, VpnNetworks networks) {
        Map<PeerSlot, List<Prefix>> byNode = new LinkedHashMap<>();
        Map<PeerSlot, List<SubnetMapping>> mappings = new LinkedHashMap<>();
        Set<Prefix> admin = new LinkedHashSet<>();
        List<String> problems = new ArrayList<>();
        TreeMap<Prefix, PeerSlot> taken = new TreeMap<>();
        for (PeerSlot node : nodes) {
            for (Prefix own : node.profile().statedSubnets()) {
                List<Prefix> before = byNode.getOrDefault(node, List.of());
                String problem = problem(node, own, before, taken, networks);
                if (problem != null) {
                    problems.add(problem);
                    continue;
                }
                Prefix mapped = node.profile().mappedPrefixes().getOrDefault(own, own);
                taken.put(mapped, node);
                byNode.computeIfAbsent(node, _ -> new ArrayList<>()).add(own);
                mappings.computeIfAbsent(node, _ -> new ArrayList<>())
                        .add(new SubnetMapping(own, mapped));
            }
            admin.addAll(node.profile().adminSubnets());
        }
        return new SubnetsInForce(byNode, mappings, List.copyOf(admin), List.copyOf(problems));
    }

    private static @Nullable String problem(
            PeerSlot node,
            Prefix own,
            List<Prefix> before,
            TreeMap<Prefix, PeerSlot> taken,
            VpnNetworks networks) {
        String subnet = own + " behind " + node.profile().name() + " is not in force: ";
        Prefix mapped = node.profile().mappedPrefixes().get(own);
        if (mapped == null) {
            return subnet + "it has no mapped prefix";
        }
        if (mapped.ipv6() != own.ipv6() || mapped.length() != own.length()) {
            return subnet + "its mapped prefix " + mapped + " is not of the same size";
        }
        for (Prefix other : before) {
            if (other.overlaps(own)) {
                return subnet + "it overlaps " + other + " behind the same node";
            }
        }
        for (Prefix network : networks.all()) {
            if (mapped.overlaps(network) || own.overlaps(network)) {
                return subnet + "it overlaps the VPN network " + network;
            }
        }
        Map.Entry<Prefix, PeerSlot> below = taken.floorEntry(mapped);
        Map.Entry<Prefix, PeerSlot> above = taken.ceilingEntry(mapped);
        boolean twice =
                (below != null && below.getKey().overlaps(mapped))
                        || (above != null && above.getKey().overlaps(mapped));
        return twice ? subnet + "its mapped prefix " + mapped + " is given twice" : null;
    }
}
