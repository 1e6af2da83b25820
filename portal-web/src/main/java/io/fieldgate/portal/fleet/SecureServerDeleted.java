package io.fieldgate.portal.fleet;

import java.util.UUID;

/// Published in the transaction that marks a secure server as deleted. Its process still runs;
/// [SecureServers#purge] forgets it when nothing is left.
public record SecureServerDeleted(UUID tenantId, UUID secureServerId) {}
