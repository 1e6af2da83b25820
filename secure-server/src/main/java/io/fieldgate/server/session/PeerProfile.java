package io.fieldgate.server.session;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.Peer.AllowedCertificate;
import io.fieldgate.contract.control.SubnetSource;
import io.fieldgate.server.routing.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// A peer of the desired state, read into the types that sessions and routing need.
///
/// @param vpnAddress its IPv4 address in the VPN network
/// @param adminSubnets behind it, entered by the admin
/// @param rememberedSubnets behind it, announced by the node some time before
record PeerProfile(
        UUID id,
        PeerKind kind,
        Peer.State state,
        int vpnAddress,
        Set<AllowedCertificate> certificates,
        List<Prefix> adminSubnets,
        List<Prefix> rememberedSubnets) {
    PeerProfile {
        certificates = Set.copyOf(certificates);
        adminSubnets = List.copyOf(adminSubnets);
        rememberedSubnets = List.copyOf(rememberedSubnets);
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
        for (Peer.Subnet subnet : peer.subnets()) {
            (subnet.source() == SubnetSource.ADMIN ? admin : remembered)
                    .add(parse(subnet.prefix()));
        }
        return new PeerProfile(
                UUID.fromString(peer.id()),
                peer.kind(),
                peer.state(),
                address.ipv4Address(),
                Set.copyOf(peer.certificates()),
                admin,
                remembered);
    }

    boolean isActive() {
        return state == Peer.State.ACTIVE;
    }

    private static Prefix parse(String text) {
        return Prefix.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("not an address: " + text));
    }
}
