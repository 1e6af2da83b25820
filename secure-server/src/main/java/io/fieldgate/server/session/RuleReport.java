package io.fieldgate.server.session;

import io.fieldgate.contract.control.RuleHits;
import io.fieldgate.server.policy.RuleCounters;
import java.time.Instant;
import java.util.List;

/// Makes of the rules' counters what the portal is told.
final class RuleReport {
    private RuleReport() {}

    /// The rules that decided since this was asked last.
    ///
    /// @param wallClock the time of day that goes with `nowNanos`
    static List<RuleHits> take(RuleCounters rules, Instant wallClock, long nowNanos) {
        return rules.takeNews().stream()
                .map(rule ->
                        new RuleHits(
                                rule.ruleId(),
                                rule.hits(),
                                wallClock.minusNanos(nowNanos - rule.lastHitNanos())))
                .toList();
    }
}
