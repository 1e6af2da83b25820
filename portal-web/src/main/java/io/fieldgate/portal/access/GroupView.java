package io.fieldgate.portal.access;

import java.time.Instant;
import java.util.UUID;

/// A group of clients or of nodes.
public record GroupView(
        UUID id,
        UUID tenantId,
        UUID secureServerId,
        GroupKind kind,
        String name,
        int members,
        Instant createdAt) {}
