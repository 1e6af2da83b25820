package io.fieldgate.portal.fleet;

import java.time.Instant;
import java.util.UUID;

/// A personal link just made.
///
/// @param url holds the secret; shown nowhere else
public record NewPickLink(UUID clientId, String url, Instant expiresAt) {
    @Override
    public String toString() {
        return "NewPickLink[" + clientId + ", not shown]";
    }
}
