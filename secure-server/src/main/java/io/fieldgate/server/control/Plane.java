package io.fieldgate.server.control;

import io.fieldgate.contract.control.Probe;
import io.fieldgate.contract.control.RuleHits;
import io.fieldgate.contract.control.ServerEvent;
import io.fieldgate.contract.control.SessionInfo;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The data plane, seen from the control link. Calls wait for the worker thread, but not for ever.
public interface Plane {
    /// Makes ready for peers with this identity; called once, before the first [#apply].
    void identify(Identity identity);

    /// Puts a state in force.
    ///
    /// @param endSessions ids of sessions to end
    /// @param probes questions to answer now
    /// @return what in it could not be used
    /// @throws IllegalArgumentException if nothing of it can be used; the message says why
    List<String> apply(DesiredState state, List<String> endSessions, List<Probe> probes)
            throws InterruptedException, TimeoutException;

    /// What there is to report, taken in one moment.
    ///
    /// @param snapshot whether to list all sessions
    /// @param maxEvents takes so many out of the spool at most
    Observation observe(boolean snapshot, int maxEvents)
            throws InterruptedException, TimeoutException;

    /// @param sessions null without a snapshot
    /// @param ruleHits the rules that decided since the last observation
    record Observation(
            @Nullable List<SessionInfo> sessions,
            List<ServerEvent> events,
            Map<String, Long> dropped,
            List<RuleHits> ruleHits) {}
}
