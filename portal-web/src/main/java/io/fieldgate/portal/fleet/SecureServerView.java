package io.fieldgate.portal.fleet;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.ServerSettings.Announcements;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A secure server as the API and the pages show it.
///
/// @param stateDetail what hinders it, in words; empty when nothing does
/// @param endpoints where nodes and clients dial it
/// @param network its VPN network in CIDR form
/// @param networkIpv6 its IPv6 VPN network in CIDR form; null if IPv6 is switched off
/// @param tunMtu longest IP packet in its tunnels, bytes
/// @param oldClients whether OpenVPN 2.4 and older devices are let in, with weaker protection
/// @param clientsReachClients whether clients reach each other
/// @param announcements whether subnets that nodes announce are in force by themselves, or when an
///   admin approves them
/// @param forwardNamesTo addresses of the name servers that are asked for other names; empty: those
///   are refused
/// @param coveringNetworks in which the subnets of future sites will lie
/// @param dnsDomain the domain of the names that it answers for, such as `acme.internal`
/// @param boundary what separates it from others, in words; empty until it is known
/// @param desiredRevision the revision that it should have applied
/// @param appliedRevision the revision that it has applied; null until it told
/// @param droppedPackets packets not forwarded since its process started, by drop reason
public record SecureServerView(
        UUID id,
        UUID tenantId,
        String name,
        RoutingMode mode,
        SecureServerState state,
        String stateDetail,
        List<Endpoint> endpoints,
        String network,
        @Nullable String networkIpv6,
        int tunMtu,
        boolean oldClients,
        boolean clientsReachClients,
        Announcements announcements,
        List<String> forwardNamesTo,
        List<String> coveringNetworks,
        String dnsDomain,
        String boundary,
        long desiredRevision,
        @Nullable Long appliedRevision,
        Map<String, Long> droppedPackets,
        Instant createdAt) {
    public SecureServerView {
        endpoints = List.copyOf(endpoints);
        forwardNamesTo = List.copyOf(forwardNamesTo);
        coveringNetworks = List.copyOf(coveringNetworks);
        droppedPackets = Map.copyOf(droppedPackets);
    }
}
