package io.fieldgate.portal.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An API token as the API shows it: never the token itself.
///
/// @param tenantId the tenant it works for; null for all
public record ApiTokenView(
        UUID id, String name, Role role, @Nullable UUID tenantId, Instant createdAt) {}
