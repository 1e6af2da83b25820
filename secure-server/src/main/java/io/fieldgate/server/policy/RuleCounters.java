package io.fieldgate.server.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The counters of all rules, by rule id, so that they outlive a change of the rules. Made and told
/// by one thread.
public final class RuleCounters {
    private final Map<String, RuleCounter> counters = new HashMap<>();

    /// The counter of a rule, new if need be.
    public RuleCounter of(String ruleId) {
        return counters.computeIfAbsent(ruleId, RuleCounter::new);
    }

    /// Forgets rules that are gone.
    public void keep(Set<String> ruleIds) {
        counters.keySet().retainAll(ruleIds);
    }

    /// The rules that decided since this was asked last.
    public List<RuleCounter> takeNews() {
        List<RuleCounter> news = new ArrayList<>();
        for (RuleCounter counter : counters.values()) {
            if (counter.takeNews()) {
                news.add(counter);
            }
        }
        return news;
    }
}
