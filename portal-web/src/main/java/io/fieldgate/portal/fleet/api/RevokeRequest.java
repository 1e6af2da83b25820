package io.fieldgate.portal.fleet.api;

import org.jspecify.annotations.Nullable;

/// Why a node or client is revoked.
record RevokeRequest(@Nullable String reason) {}
