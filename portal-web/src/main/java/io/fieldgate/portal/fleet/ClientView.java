package io.fieldgate.portal.fleet;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A client as the API and the pages show it.
///
/// @param since when its state began; null while it is pending
/// @param lastSeen when its last session ended, or now if it has one; null if it never had one
/// @param reason why it is revoked or disabled; null otherwise
/// @param vpnAddressIpv6 null if IPv6 is switched off on its secure server
/// @param splitRoutes whether each subnet is pushed to it as two halves
public record ClientView(
        UUID id,
        UUID tenantId,
        UUID secureServerId,
        String name,
        ClientKind kind,
        PeerState state,
        @Nullable Instant since,
        @Nullable Instant lastSeen,
        @Nullable String reason,
        String vpnAddress,
        @Nullable String vpnAddressIpv6,
        boolean splitRoutes,
        Instant createdAt) {}
