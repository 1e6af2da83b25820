package io.fieldgate.server.session;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.Peer.AllowedCertificate;
import io.fieldgate.contract.control.SubnetSource;
import io.fieldgate.server.routing.Prefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// A peer of the desired state, read into the types that sessions and routing need.
///
/// @param name how to call it in a sentence for operators
/// @param vpnAddress its IPv4 address in the VPN network
/// @param adminSubnets behind it, entered by the admin
/// @param rememberedSubnets behind it, announced by the node some time before
/// @param mappedPrefixes of its subnets, where the portal has given them any
/// @param refusedSubnets not in force, whatever it announces
/// @param selectedNodes the sites whose own addresses it reaches
/// @param splitRoutes whether each subnet is pushed as its two halves
record PeerProfile(
        UUID id,
        String name,
        PeerKind kind,
        Peer.State state,
        int vpnAddress,
        Set<AllowedCertificate> certificates,
        List<Prefix> adminSubnets,
        List<Prefix> rememberedSubnets,
        Map<Prefix, Prefix> mappedPrefixes,
        List<Prefix> refusedSubnets,
        List<UUID> selectedNodes,
        boolean splitRoutes) {
    PeerProfile {
        certificates = Set.copyOf(certificates);
        adminSubnets = List.copyOf(adminSubnets);
        rememberedSubnets = List.copyOf(rememberedSubnets);
        mappedPrefixes = Map.copyOf(mappedPrefixes);
        refusedSubnets = List.copyOf(refusedSubnets);
        selectedNodes = List.copyOf(selectedNodes);
    }

    /// Reads a peer.
    ///
    /// @throws IllegalArgumentException if something in it is not well-formed; says what
    static PeerProfile of(Peer peer, Prefix network) {
        Prefix address = parse(peer.vpnAddress());
        if (address.ipv6() || address.length() != 32 || !network.contains(address)) {
            throw new IllegalArgumentException(
                    "VPN address %s is not in %s".formatted(peer.vpnAddress(), network));
        }
        List<Prefix> admin = new ArrayList<>();
        List<Prefix> remembered = new ArrayList<>();
        Map<Prefix, Prefix> mapped = new HashMap<>();
        for (Peer.Subnet subnet : peer.subnets()) {
            Prefix prefix = parse(subnet.prefix());
            String mappedPrefix = subnet.mappedPrefix();
            (subnet.source() == SubnetSource.ADMIN ? admin : remembered).add(prefix);
            if (mappedPrefix != null) {
                mapped.put(prefix, parse(mappedPrefix));
            }
        }
        Peer.Site site = peer.site();
        Peer.Wishes wishes = peer.wishes();
        return new PeerProfile(
                UUID.fromString(peer.id()),
                peer.kind().name().toLowerCase(Locale.ROOT)
                        + " "
                        + (site == null ? peer.id() : site.label()),
                peer.kind(),
                peer.state(),
                address.ipv4Address(),
                Set.copyOf(peer.certificates()),
                admin,
                remembered,
                mapped,
                site == null
                        ? List.of()
                        : site.refusedSubnets().stream().map(PeerProfile::parse).toList(),
                wishes == null
                        ? List.of()
                        : wishes.selectedNodeIds().stream().map(UUID::fromString).toList(),
                wishes != null && wishes.splitRoutes());
    }

    /// All subnets behind it that the portal names.
    List<Prefix> statedSubnets() {
        return Stream.concat(adminSubnets.stream(), rememberedSubnets.stream()).distinct().toList();
    }

    /// Whether the admin refused a subnet, or a part of it, or what it is a part of.
    boolean isRefused(Prefix subnet) {
        return refusedSubnets.stream().anyMatch(subnet::overlaps);
    }

    boolean isActive() {
        return state == Peer.State.ACTIVE;
    }

    private static Prefix parse(String text) {
        return Prefix.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("not an address: " + text));
    }
}
