package io.fieldgate.portal.fleet;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// How a secure server's instance stands: what its provisioner said last, and how the attempts to
/// make it go.
///
/// @param message why it does not run, or empty
/// @param restarts how often it was started again after it died
/// @param failures attempts in a row that came to nothing
/// @param nextAttemptAt not tried again before this time
/// @param startedAt when it was first started; from then on its port is known to others
/// @param enrolledAt when it last exchanged a bootstrap secret for its certificates
public record InstanceStanding(
        UUID secureServerId,
        UUID tenantId,
        State state,
        String message,
        int restarts,
        int failures,
        Instant nextAttemptAt,
        Optional<Instant> startedAt,
        Optional<Instant> enrolledAt) {
    /// The instance's state.
    public enum State {
        /// Not made yet.
        WAITING,
        RUNNING,
        /// Died, and is being started again.
        RESTARTING,
        FAILED
    }
}
