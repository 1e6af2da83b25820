package io.fieldgate.portal.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who calls the REST API.
///
/// @param name for the audit log
/// @param tenantId the tenant it works for; null for all
/// @param authority its only granted authority
record ApiCaller(String name, @Nullable UUID tenantId, String authority) {}
