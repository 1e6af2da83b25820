package io.fieldgate.portal.access;

import io.fieldgate.contract.control.RuleHits;
import io.fieldgate.contract.control.ServerEvent.ProbeAnswered;
import io.fieldgate.portal.fleet.ReportFollower;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Keeps what secure servers report of rules and probes.
@Component
class ReportedAccess implements ReportFollower {
    private final HitTable hits;
    private final ProbeTable probes;

    ReportedAccess(HitTable hits, ProbeTable probes) {
        this.hits = hits;
        this.probes = probes;
    }

    @Override
    public void ruleHits(UUID secureServerId, UUID bootId, List<RuleHits> counts, Instant now) {
        hits.add(secureServerId, bootId, counts, now);
    }

    @Override
    public void probeAnswered(
            UUID secureServerId, UUID probeId, ProbeAnswered answer, Instant now) {
        probes.answer(secureServerId, probeId, answer, now);
    }
}
