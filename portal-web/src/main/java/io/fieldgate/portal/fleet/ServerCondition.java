package io.fieldgate.portal.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// The state of a secure server as people read it, judged from what is known.
///
/// @param detail a sentence that explains any state but RUNNING; empty when there is nothing to say
record ServerCondition(SecureServerState state, String detail) {
    /// A secure server reports every 10 s; after two and a half of these its link counts as lost.
    static final Duration LINK_LOST_AFTER = Duration.ofSeconds(25);

    /// @param instance empty before the provisioner was first asked
    /// @param link empty before the first contact
    static ServerCondition judge(
            Optional<InstanceStanding> instance, Optional<ControlLink> link, Instant now) {
        if (instance.isEmpty()) {
            return new ServerCondition(
                    SecureServerState.PROVISIONING, "It is about to be started.");
        }
        InstanceStanding standing = instance.get();
        Optional<Instant> lastReport = link.flatMap(ControlLink::lastReportAt);
        return switch (standing.state()) {
            case WAITING -> waiting(standing);
            case FAILED -> new ServerCondition(SecureServerState.FAILED, standing.message());
            case RESTARTING ->
                    lastReport.isEmpty() && standing.restarts() == 0
                            ? new ServerCondition(
                                    SecureServerState.PROVISIONING, "Its process is being started.")
                            : new ServerCondition(
                                    SecureServerState.DEGRADED,
                                    "Its process ended and is being started again."
                                            + sentence(standing.message()));
            case RUNNING ->
                    lastReport.isEmpty()
                            ? new ServerCondition(
                                    SecureServerState.PROVISIONING,
                                    "Its process runs and has not reported yet.")
                            : running(link.get(), lastReport.get(), now);
        };
    }

    private static ServerCondition waiting(InstanceStanding standing) {
        return standing.failures() == 0
                ? new ServerCondition(SecureServerState.PROVISIONING, standing.message())
                : new ServerCondition(SecureServerState.FAILED, standing.message());
    }

    private static ServerCondition running(ControlLink link, Instant lastReport, Instant now) {
        if (lastReport.plus(LINK_LOST_AFTER).isBefore(now)) {
            return new ServerCondition(
                    SecureServerState.DEGRADED,
                    "It has not reported since "
                            + lastReport.truncatedTo(ChronoUnit.SECONDS)
                            + ". Who is connected is shown as it was then; its tunnels may work"
                            + " on.");
        }
        if (!link.problem().isEmpty()) {
            return new ServerCondition(SecureServerState.DEGRADED, link.problem());
        }
        if (link.appliedRevision() == 0) {
            return new ServerCondition(
                    SecureServerState.PROVISIONING, "It is up and has no state in force yet.");
        }
        return new ServerCondition(SecureServerState.RUNNING, "");
    }

    private static String sentence(String message) {
        return message.isEmpty() ? "" : " " + message;
    }
}
