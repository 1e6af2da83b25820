package io.fieldgate.server.filter;

import io.fieldgate.contract.control.Policy;
import io.fieldgate.server.policy.RuleCounters;
import io.fieldgate.server.policy.Verdict;
import io.fieldgate.server.routing.Prefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes of the rules what packets are judged by. Used once.
///
/// What cannot be read never lets more pass: a target that is unreadable is left out of a rule that
/// allows, and widened to all of the node in one that denies.
///
/// @param <P> the peers
public final class PolicyCompiler<P> {
    private final List<Policy.Rule> rules;
    private final Function<String, @Nullable P> peers;
    private final List<String> problems = new ArrayList<>();

    private PolicyCompiler(Policy policy, Function<String, @Nullable P> peers) {
        this.peers = peers;
        this.rules = policy.rules().stream().map(this::readable).toList();
    }

    /// The rules, compiled.
    ///
    /// @param problems what could not be read, in words an operator understands
    public record Result<P>(CompiledPolicy<P> policy, List<String> problems) {}

    /// Compiles rules.
    ///
    /// @param peers finds a peer by its id; null if it is not known, then rules about it say
    ///   nothing
    public static <P> Result<P> compile(
            Policy policy, Function<String, @Nullable P> peers, RuleCounters counters) {
        return new PolicyCompiler<>(policy, peers).compile(counters);
    }

    private Result<P> compile(RuleCounters counters) {
        List<Verdict> verdicts = new ArrayList<>(rules.size());
        for (Policy.Rule rule : rules) {
            boolean permits = rule.effect() == Policy.Effect.ALLOW;
            verdicts.add(Verdict.of(permits, counters.of(rule.id())));
        }
        Map<P, ClientRules<P>> byClient = new HashMap<>();
        Map<List<Integer>, ClientRules<P>> shared = new HashMap<>();
        List<List<Target<P>>> targets = rules.stream().map(this::targets).toList();
        rulesByClient()
                .forEach((client, named) ->
                        byClient.put(
                                client,
                                shared.computeIfAbsent(named, list -> build(list, targets))));
        return new Result<>(new CompiledPolicy<>(byClient, verdicts), List.copyOf(problems));
    }

    /// A rule that denies with ports that cannot be read denies all ports.
    private Policy.Rule readable(Policy.Rule rule) {
        if (rule.ports().stream().noneMatch(PolicyCompiler::isNoRange)) {
            return rule;
        }
        problems.add("rule " + rule.id() + ": its ports are not between 0 and 65535");
        return rule.effect() == Policy.Effect.ALLOW
                ? rule
                : new Policy.Rule(
                        rule.id(),
                        rule.clientIds(),
                        rule.targets(),
                        rule.protocol(),
                        List.of(),
                        rule.direction(),
                        rule.effect());
    }

    private record Target<P>(@Nullable P node, @Nullable Prefix prefix) {}

    private Map<P, List<Integer>> rulesByClient() {
        Map<P, List<Integer>> byClient = new LinkedHashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            for (String id : new LinkedHashSet<>(rules.get(i).clientIds())) {
                P client = peers.apply(id);
                if (client != null) {
                    byClient.computeIfAbsent(client, _ -> new ArrayList<>()).add(i);
                }
            }
        }
        return byClient;
    }

    private ClientRules<P> build(List<Integer> named, List<List<Target<P>>> targets) {
        ClientRules.Builder<P> builder = new ClientRules.Builder<>();
        for (int index : named) {
            Policy.Rule rule = rules.get(index);
            int rank =
                    rule.effect() == Policy.Effect.DENY ? index : index + CompiledPolicy.ALLOWING;
            for (Target<P> target : targets.get(index)) {
                builder.add(rule, target.node(), target.prefix(), rank);
            }
        }
        return builder.build();
    }

    private List<Target<P>> targets(Policy.Rule rule) {
        if (rule.ports().stream().anyMatch(PolicyCompiler::isNoRange)) {
            return List.of();
        }
        if (rule.targets().isEmpty()) {
            return List.of(new Target<>(null, null));
        }
        List<Target<P>> targets = new ArrayList<>();
        for (Policy.Target target : rule.targets()) {
            String nodeId = target.nodeId();
            P node = nodeId == null ? null : peers.apply(nodeId);
            if (nodeId != null && node == null) {
                continue;
            }
            String text = target.prefix();
            Optional<Prefix> prefix = text == null ? Optional.empty() : Prefix.parse(text);
            if (text != null && prefix.isEmpty()) {
                problems.add("rule " + rule.id() + ": " + text + " is not a subnet");
                if (rule.effect() == Policy.Effect.ALLOW) {
                    continue;
                }
            }
            targets.add(new Target<>(node, prefix.orElse(null)));
        }
        return targets;
    }

    private static boolean isNoRange(Policy.PortRange range) {
        return range.first() < 0
                || range.last() > PortTable.LAST_PORT
                || range.first() > range.last();
    }
}
