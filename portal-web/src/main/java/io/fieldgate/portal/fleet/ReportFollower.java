package io.fieldgate.portal.fleet;

import io.fieldgate.contract.control.RuleHits;
import io.fieldgate.contract.control.ServerEvent.ProbeAnswered;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Takes in what secure servers report of rules and probes. Implemented by another module; called
/// in the transaction that applies the report, so once for each.
public interface ReportFollower {
    /// Rules decided. The counts are since the start of this boot; those of a boot never sink.
    void ruleHits(UUID secureServerId, UUID bootId, List<RuleHits> hits, Instant now);

    /// A probe is done.
    void probeAnswered(UUID secureServerId, UUID probeId, ProbeAnswered answer, Instant now);
}
