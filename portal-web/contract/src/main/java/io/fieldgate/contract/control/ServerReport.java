package io.fieldgate.contract.control;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a secure server tells the portal: `POST /control/v1/reports`, answered with 204.
///
/// Sent at once after an event and at least every 10 seconds. The portal keeps the highest sequence
/// per boot id and ignores one that it has seen, so a report may be sent again.
///
/// @param secureServerId UUID
/// @param bootId UUID, new at each start of the server's process
/// @param sequence rises by one with each report of a boot
/// @param appliedRevision the revision in force
/// @param sessions all live sessions when this report is a snapshot (the first of a boot, and the
///   first after a failed report), otherwise null
/// @param events what happened since the last report, oldest first
/// @param dropped packets dropped since boot, by drop reason name
/// @param memoryBytes memory in use of the process, bytes
/// @param problem what hinders the server at present and what to do, in words an operator
///   understands (state that it cannot apply, a full disk); null when all is well
/// @param ruleHits the rules that decided since the last report; null from a server that does not
///   count them
public record ServerReport(
        String secureServerId,
        String bootId,
        long sequence,
        long appliedRevision,
        @Nullable List<SessionInfo> sessions,
        List<ServerEvent> events,
        Map<String, Long> dropped,
        long memoryBytes,
        @Nullable String problem,
        @Nullable List<RuleHits> ruleHits) {
    public ServerReport {
        sessions = sessions == null ? null : List.copyOf(sessions);
        events = List.copyOf(events);
        dropped = Map.copyOf(dropped);
        ruleHits = ruleHits == null ? null : List.copyOf(ruleHits);
    }

    /// Without what can be left out.
    public ServerReport(
            String secureServerId,
            String bootId,
            long sequence,
            long appliedRevision,
            @Nullable List<SessionInfo> sessions,
            List<ServerEvent> events,
            Map<String, Long> dropped,
            long memoryBytes,
            @Nullable String problem) {
        this(
                secureServerId,
                bootId,
                sequence,
                appliedRevision,
                sessions,
                events,
                dropped,
                memoryBytes,
                problem,
                null);
    }
}
