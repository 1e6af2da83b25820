package io.fieldgate.portal.fleet;

import io.fieldgate.contract.PeerKind;
import java.util.UUID;

/// Published in the transaction that revokes a node or client.
public record PeerRevoked(UUID tenantId, UUID secureServerId, UUID peerId, PeerKind kind) {}
