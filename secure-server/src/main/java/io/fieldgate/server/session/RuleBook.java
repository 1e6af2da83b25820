package io.fieldgate.server.session;

import io.fieldgate.contract.control.Policy;
import io.fieldgate.server.filter.CompiledPolicy;
import io.fieldgate.server.filter.PolicyCompiler;
import io.fieldgate.server.policy.RuleCounters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// The rules in force. Compiled anew only when they, or the peers that there are, changed: there
/// may be a hundred thousand. Owned by the worker thread.
final class RuleBook {
    private static final Policy NO_RULES = new Policy(List.of());

    private final RuleCounters counters;
    private Policy policy = NO_RULES;
    private List<PeerSlot> peers = List.of();
    private PolicyCompiler.Result<PeerSlot> compiled;

    RuleBook(RuleCounters counters) {
        this.counters = counters;
        this.compiled = PolicyCompiler.compile(NO_RULES, _ -> null, counters);
    }

    /// Puts rules in force.
    ///
    /// @return what in them could not be read
    List<String> use(Policy newPolicy, Map<UUID, PeerSlot> slots) {
        List<PeerSlot> newPeers = new ArrayList<>(slots.values());
        // All that a policy has; a record's own comparison costs a start some 20 ms.
        if (!newPolicy.rules().equals(policy.rules()) || !newPeers.equals(peers)) {
            Set<String> ids = new HashSet<>();
            newPolicy.rules().forEach(rule -> ids.add(rule.id()));
            counters.keep(ids);
            Map<String, PeerSlot> byId = new HashMap<>();
            slots.forEach((id, slot) -> byId.put(id.toString(), slot));
            compiled = PolicyCompiler.compile(newPolicy, byId::get, counters);
            policy = newPolicy;
            peers = newPeers;
        }
        return compiled.problems();
    }

    CompiledPolicy<PeerSlot> filter() {
        return compiled.policy();
    }
}
