package io.fieldgate.server.session;

import io.fieldgate.server.control.DesiredState;
import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.VpnNetworks;
import io.fieldgate.server.service.NameDirectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Names of the nodes that the server knows and of what is behind them, for who may reach them.
/// Owned by the worker thread.
final class RosterNames implements NameDirectory<PeerSlot> {
    private @Nullable InForce inForce;

    /// @param nodes nodes that have a label, by VPN address, in both families
    private record InForce(
            Roster roster,
            Reach reach,
            Map<String, SiteNames> sites,
            Map<UUID, SiteNames> sitesById,
            Map<Prefix, PeerSlot> nodes) {}

    /// From now on these names hold, for these peers.
    ///
    /// @return what in them could not be used
    List<String> install(DesiredState state, Roster roster, Reach reach) {
        List<String> problems = new ArrayList<>();
        Map<String, SiteNames> sites = SiteNames.of(state, problems);
        Map<UUID, SiteNames> sitesById = new HashMap<>();
        Map<Prefix, PeerSlot> nodes = new HashMap<>();
        for (SiteNames site : sites.values()) {
            PeerSlot node = roster.find(site.nodeId());
            if (node != null && node.profile().isActive()) {
                sitesById.put(site.nodeId(), site);
                addresses(roster.networks(), node).forEach(address -> nodes.put(address, node));
            }
        }
        inForce = new InForce(roster, reach, sites, sitesById, nodes);
        return problems;
    }

    @Override
    public Optional<List<Prefix>> node(PeerSlot asker, String nodeLabel) {
        InForce now = inForce;
        Site site = site(nodeLabel);
        if (now == null || site == null) {
            return Optional.empty();
        }
        List<Prefix> addresses =
                addresses(now.roster().networks(), site.node()).stream()
                        .filter(address -> mayReach(now, asker, site.node(), address))
                        .toList();
        return !addresses.isEmpty() || now.reach().mayReachSomething(asker, site.node())
                ? Optional.of(addresses)
                : Optional.empty();
    }

    @Override
    public Optional<Prefix> device(PeerSlot asker, String nodeLabel, String deviceLabel) {
        Site site = site(nodeLabel);
        Prefix real = site == null ? null : site.names().devices().get(deviceLabel);
        return real == null ? Optional.empty() : host(asker, nodeLabel, real);
    }

    @Override
    public Optional<Prefix> host(PeerSlot asker, String nodeLabel, Prefix real) {
        InForce now = inForce;
        Site site = site(nodeLabel);
        if (now == null
                || site == null
                || (real.ipv6() && now.roster().networks().ipv6().isEmpty())
                || !mayReach(now, asker, site.node(), real)) {
            return Optional.empty();
        }
        boolean asItIs =
                asker.equals(site.node())
                        || addresses(now.roster().networks(), site.node()).contains(real);
        if (asItIs) {
            return isBehind(site.node(), real) ? Optional.of(real) : Optional.empty();
        }
        return now.reach().shown(site.node(), real);
    }

    @Override
    public Optional<Owner> ownerOf(PeerSlot asker, Prefix address) {
        InForce now = inForce;
        if (now == null) {
            return Optional.empty();
        }
        PeerSlot itself = now.nodes().get(address);
        if (itself != null) {
            SiteNames names = now.sitesById().get(itself.id());
            return names != null && mayReach(now, asker, itself, address)
                    ? Optional.of(new Owner.OfNode(names.label()))
                    : Optional.empty();
        }
        return now.reach()
                .placeOf(asker, address)
                .filter(place -> mayReach(now, asker, place.node(), place.real()))
                .flatMap(place -> ownerAt(now, place));
    }

    /// Whether an address is a node's own, or in a subnet in force behind it.
    boolean isBehind(PeerSlot node, Prefix address) {
        InForce now = inForce;
        return now != null
                && address.length() == (address.ipv6() ? 128 : 32)
                && (addresses(now.roster().networks(), node).contains(address)
                        || now.reach().shown(node, address).isPresent());
    }

    private static Optional<Owner> ownerAt(InForce now, Reach.Place place) {
        SiteNames names = now.sitesById().get(place.node().id());
        if (names == null) {
            return Optional.empty();
        }
        String label = names.labels().get(place.real());
        return Optional.of(
                label == null
                        ? new Owner.OfHost(names.label(), place.real())
                        : new Owner.OfDevice(names.label(), label));
    }

    /// A peer may always know itself.
    private static boolean mayReach(InForce now, PeerSlot asker, PeerSlot node, Prefix real) {
        return asker.equals(node) || now.reach().mayReach(asker, node, real);
    }

    /// A node and the labels of its site.
    private record Site(PeerSlot node, SiteNames names) {}

    private @Nullable Site site(String nodeLabel) {
        InForce now = inForce;
        SiteNames names = now == null ? null : now.sites().get(nodeLabel);
        PeerSlot node = now == null || names == null ? null : now.roster().find(names.nodeId());
        return node == null || names == null || !node.profile().isActive()
                ? null
                : new Site(node, names);
    }

    private static List<Prefix> addresses(VpnNetworks networks, PeerSlot node) {
        List<Prefix> addresses = new ArrayList<>();
        addresses.add(Prefix.ipv4(node.profile().vpnAddress(), 32));
        networks.ipv6Of(node.profile().vpnAddress()).ifPresent(addresses::add);
        return addresses;
    }
}
