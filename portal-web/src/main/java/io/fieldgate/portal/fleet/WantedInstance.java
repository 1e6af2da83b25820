package io.fieldgate.portal.fleet;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// A secure server as its provisioner must treat it.
///
/// @param deleted true: nothing of it may run any more, and then its row goes
/// @param standing what is known of its instance; empty before the first attempt
/// @param lastContactAt when its process last spoke to the portal; empty if it never did
public record WantedInstance(
        UUID secureServerId,
        UUID tenantId,
        int port,
        boolean deleted,
        Optional<InstanceStanding> standing,
        Optional<Instant> lastContactAt) {}
