package io.fieldgate.portal.identity;

import java.util.UUID;

/// A new API token.
///
/// @param token the token itself: shown once, only its hash is kept
public record NewApiToken(UUID id, String token) {
    @Override
    public String toString() {
        return "NewApiToken[id=" + id + "]";
    }
}
