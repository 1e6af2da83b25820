package io.fieldgate.portal.fleet;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// What the portal knows of a secure server's control link.
///
/// @param bootId the process's present boot; empty before its first report
/// @param appliedRevision the revision that it has in force, 0 before its first report
/// @param lastContactAt when it last asked or reported
/// @param lastReportAt when it last reported
/// @param problem what hinders it, in words; empty when all is well
public record ControlLink(
        UUID secureServerId,
        Optional<UUID> bootId,
        long lastSequence,
        long appliedRevision,
        Optional<Instant> lastContactAt,
        Optional<Instant> lastReportAt,
        String problem,
        long memoryBytes) {}
