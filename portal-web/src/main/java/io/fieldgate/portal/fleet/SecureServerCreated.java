package io.fieldgate.portal.fleet;

import java.util.UUID;

/// Published in the transaction that creates a secure server.
public record SecureServerCreated(UUID tenantId, UUID secureServerId) {}
