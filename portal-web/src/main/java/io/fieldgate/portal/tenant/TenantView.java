package io.fieldgate.portal.tenant;

import java.time.Instant;
import java.util.UUID;

/// A tenant as the API and the pages show it.
///
/// @param dnsDomain the domain of all names inside its tunnels, such as `acme.internal`
public record TenantView(UUID id, String name, String dnsDomain, Instant createdAt) {
    /// What stands behind a tenant's label: the top-level domain for private use (ICANN, 2024).
    public static final String TOP = ".internal";
}
