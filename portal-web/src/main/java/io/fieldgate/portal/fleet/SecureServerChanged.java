package io.fieldgate.portal.fleet;

import java.util.UUID;

/// Published in each transaction that raises the revision of a secure server.
public record SecureServerChanged(UUID secureServerId, long revision) {}
