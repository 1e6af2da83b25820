package io.fieldgate.portal.tenant;

import java.time.Instant;
import java.util.UUID;

/// A tenant as the API and the pages show it.
public record TenantView(UUID id, String name, Instant createdAt) {}
