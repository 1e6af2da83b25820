package io.fieldgate.portal.fleet;

import io.fieldgate.contract.control.Probe;
import java.util.List;
import java.util.UUID;

/// Tells which questions a secure server is to answer now. Implemented by another module.
public interface ProbeSource {
    /// The questions that were asked after a revision and still want an answer. Called in the
    /// transaction that renders the desired state.
    ///
    /// @param afterRevision the revision that the secure server has: a question is put once, with
    ///   the first state after the revision that [StateChanges#probeAsked] gave
    List<Probe> probes(UUID secureServerId, long afterRevision);
}
