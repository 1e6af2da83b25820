package io.fieldgate.portal.fleet;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A node as the API and the pages show it.
///
/// @param since when its state began; null while it is pending
/// @param lastSeen when its last session ended, or now if it has one; null if it never had one
/// @param reason why it is revoked or disabled; null otherwise
/// @param dnsName its name inside the tunnels, such as `pump-07.acme.internal`; null once it is
///   revoked
/// @param vpnAddressIpv6 null if IPv6 is switched off on its secure server
public record NodeView(
        UUID id,
        UUID tenantId,
        UUID secureServerId,
        String name,
        String description,
        PeerState state,
        @Nullable Instant since,
        @Nullable Instant lastSeen,
        @Nullable String reason,
        String vpnAddress,
        @Nullable String vpnAddressIpv6,
        @Nullable String dnsName,
        List<SubnetView> subnets,
        Instant createdAt) {
    public NodeView {
        subnets = List.copyOf(subnets);
    }
}
