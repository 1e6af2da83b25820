package io.fieldgate.portal.fleet;

import java.time.Instant;
import java.util.UUID;

/// Somebody who has shown a personal link that is good, and may pick sites for its client.
///
/// @param clientName the client's name
/// @param expiresAt until when the link is good
public record PickHolder(UUID tenantId, UUID clientId, String clientName, Instant expiresAt) {
    /// For the audit log.
    String actor() {
        return "link of " + clientName;
    }
}
