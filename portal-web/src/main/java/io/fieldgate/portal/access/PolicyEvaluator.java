package io.fieldgate.portal.access;

import io.fieldgate.contract.control.Policy;
import io.fieldgate.contract.control.Policy.Direction;
import io.fieldgate.contract.control.Policy.Effect;
import io.fieldgate.contract.control.Policy.Target;
import io.fieldgate.portal.fleet.Cidr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the policy of a secure server says, of a single flow and of whole places.
///
/// Judges the policy exactly as it is given to the secure server, so that what the portal shows and
/// what happens to packets are the same. Immutable.
public final class PolicyEvaluator {
    private final Map<String, List<ParsedRule>> byClient = new HashMap<>();

    public PolicyEvaluator(Policy policy) {
        for (Policy.Rule rule : policy.rules()) {
            ParsedRule parsed = ParsedRule.of(rule);
            for (String client : Set.copyOf(rule.clientIds())) {
                byClient.computeIfAbsent(client, _ -> new ArrayList<>()).add(parsed);
            }
        }
    }

    /// Whether at least one rule names the client.
    public boolean restricts(UUID clientId) {
        return byClient.containsKey(clientId.toString());
    }

    /// The rules that name the client.
    public List<String> ruleIdsOf(UUID clientId) {
        return rulesOf(clientId).stream().map(ParsedRule::id).toList();
    }

    /// Judges one flow.
    public Verdict judge(Flow flow) {
        if (!restricts(flow.clientId())) {
            return new Verdict.Unrestricted();
        }
        List<String> allowing = new ArrayList<>();
        List<String> denying = new ArrayList<>();
        for (ParsedRule rule : rulesOf(flow.clientId())) {
            if (rule.isAbout(flow.opener())
                    && rule.covers(flow.nodeId().toString(), flow.address())
                    && rule.openings().permits(flow.protocol(), flow.port())) {
                (rule.allows() ? allowing : denying).add(rule.id());
            }
        }
        if (!denying.isEmpty()) {
            return new Verdict.Denied(denying);
        }
        return allowing.isEmpty() ? new Verdict.NotListed() : new Verdict.Allowed(allowing);
    }

    /// What may be opened to, or from, every address of a prefix behind a node, as far as no
    /// narrower part of it ([#parts]) is treated otherwise.
    public Openings openings(UUID clientId, UUID nodeId, Cidr prefix, Direction opener) {
        if (!restricts(clientId)) {
            return Openings.ALL;
        }
        Openings allowed = Openings.NONE;
        Openings denied = Openings.NONE;
        for (ParsedRule rule : rulesOf(clientId)) {
            if (rule.isAbout(opener) && rule.covers(nodeId.toString(), prefix)) {
                if (rule.allows()) {
                    allowed = allowed.plus(rule.openings());
                } else {
                    denied = denied.plus(rule.openings());
                }
            }
        }
        return allowed.minus(denied);
    }

    /// The prefixes within this one that some rule of the client treats apart; without itself.
    public Set<Cidr> parts(UUID clientId, UUID nodeId, Cidr prefix) {
        Set<Cidr> parts = new LinkedHashSet<>();
        for (ParsedRule rule : rulesOf(clientId)) {
            rule.prefixesWithin(nodeId.toString(), prefix).forEach(parts::add);
        }
        parts.remove(prefix);
        return parts;
    }

    /// The rules of a client that are about at least a part of a prefix behind a node.
    public List<String> rulesAbout(UUID clientId, UUID nodeId, Cidr prefix) {
        return rulesOf(clientId).stream()
                .filter(rule -> rule.touches(nodeId.toString(), prefix))
                .map(ParsedRule::id)
                .toList();
    }

    private List<ParsedRule> rulesOf(UUID clientId) {
        return byClient.getOrDefault(clientId.toString(), List.of());
    }

    private record ParsedTarget(@Nullable String nodeId, Optional<Cidr> prefix) {
        static ParsedTarget of(Target target) {
            return new ParsedTarget(
                    target.nodeId(),
                    Optional.ofNullable(target.prefix())
                            .map(text -> Cidr.parse(text).orElseThrow()));
        }

        boolean isAt(String node) {
            return nodeId == null || nodeId.equals(node);
        }
    }

    private record ParsedRule(
            String id,
            boolean allows,
            Direction direction,
            Openings openings,
            List<ParsedTarget> targets) {
        static ParsedRule of(Policy.Rule rule) {
            return new ParsedRule(
                    rule.id(),
                    rule.effect() == Effect.ALLOW,
                    rule.direction(),
                    Openings.of(rule),
                    rule.targets().stream().map(ParsedTarget::of).toList());
        }

        boolean isAbout(Direction opener) {
            return direction == Direction.BOTH || direction == opener;
        }

        boolean covers(String node, Cidr prefix) {
            return targets.isEmpty()
                    || targets.stream()
                            .anyMatch(target ->
                                    target.isAt(node)
                                            && target.prefix()
                                                    .map(own -> own.contains(prefix))
                                                    .orElse(true));
        }

        boolean touches(String node, Cidr prefix) {
            return targets.isEmpty()
                    || targets.stream()
                            .anyMatch(target ->
                                    target.isAt(node)
                                            && target.prefix()
                                                    .map(own -> own.overlaps(prefix))
                                                    .orElse(true));
        }

        List<Cidr> prefixesWithin(String node, Cidr prefix) {
            return targets.stream()
                    .filter(target -> target.isAt(node))
                    .flatMap(target -> target.prefix().stream())
                    .filter(prefix::contains)
                    .toList();
        }
    }
}
