package io.fieldgate.server.filter;

import io.fieldgate.server.policy.Verdict;
import io.fieldgate.server.routing.FlowFilter;
import io.fieldgate.server.routing.Prefix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The rules in the form in which packets are judged. Immutable; judging allocates nothing and
/// takes time by the logarithm of the number of rules.
///
/// @param <P> the peers
public final class CompiledPolicy<P> implements FlowFilter<P>, Access<P> {
    /// Ranks from here on are of rules that allow: any that denies is stronger.
    static final int ALLOWING = 1 << 30;

    private final Map<P, ClientRules<P>> byClient;
    private final Verdict[] verdicts;

    /// @param verdicts by the rule's place in the policy
    CompiledPolicy(Map<P, ClientRules<P>> byClient, List<Verdict> verdicts) {
        this.byClient = new HashMap<>(byClient);
        this.verdicts = verdicts.toArray(Verdict[]::new);
    }

    @Override
    public boolean isEmpty() {
        return byClient.isEmpty();
    }

    @Override
    public boolean isFiltered(P client) {
        return byClient.containsKey(client);
    }

    @Override
    public Verdict judge(
            P client,
            P node,
            boolean opensAtClient,
            boolean ipv6,
            long high,
            long low,
            int protocol,
            int port) {
        ClientRules<P> rules = byClient.get(client);
        if (rules == null) {
            return Verdict.UNFILTERED;
        }
        FlowKind kind = FlowKind.of(ipv6, protocol);
        int rank = rules.rank(node, opensAtClient, ipv6, high, low, kind, port);
        return rank == PortTable.NONE ? Verdict.DENIED_BY_DEFAULT : verdicts[rank & (ALLOWING - 1)];
    }

    @Override
    public List<Prefix> reachable(P client, P node, Prefix subnet) {
        ClientRules<P> rules = byClient.get(client);
        return rules == null ? List.of(subnet) : rules.reachable(node, subnet);
    }
}
