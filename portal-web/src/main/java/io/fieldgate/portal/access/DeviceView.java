package io.fieldgate.portal.access;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A device behind a node.
///
/// @param label its DNS label, unique behind its node
/// @param address its own address at the site
/// @param kind what it speaks; null: not said
/// @param note empty if there is none
/// @param warning why it cannot be reached as things stand, and what to do; null if nothing is
///   wrong
public record DeviceView(
        UUID id,
        UUID nodeId,
        String name,
        String label,
        String address,
        @Nullable DeviceKind kind,
        String note,
        @Nullable String warning,
        Instant createdAt) {}
