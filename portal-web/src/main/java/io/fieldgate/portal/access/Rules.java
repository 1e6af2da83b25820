package io.fieldgate.portal.access;

import io.fieldgate.contract.control.Policy;
import io.fieldgate.portal.audit.AuditEvent;
import io.fieldgate.portal.audit.AuditLog;
import io.fieldgate.portal.fleet.NodeView;
import io.fieldgate.portal.fleet.Nodes;
import io.fieldgate.portal.fleet.StateChanges;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The rules of clients and of groups of clients.
@Service
public class Rules {
    /// Rules of one client or group.
    public static final int MAX_PER_SUBJECT = 100;

    private final RuleTable rules;
    private final RuleViews views;
    private final RuleChecks checks;
    private final Policies policies;
    private final NodePlaces places;
    private final Nodes nodes;
    private final Choices choices;
    private final StateChanges changes;
    private final AuditLog audit;
    private final Clock clock;

    Rules(
            RuleTable rules,
            RuleViews views,
            RuleChecks checks,
            Policies policies,
            NodePlaces places,
            Nodes nodes,
            Choices choices,
            StateChanges changes,
            AuditLog audit,
            Clock clock) {
        this.rules = rules;
        this.views = views;
        this.checks = checks;
        this.policies = policies;
        this.places = places;
        this.nodes = nodes;
        this.choices = choices;
        this.changes = changes;
        this.audit = audit;
        this.clock = clock;
    }

    /// The rules of a client itself, or of a group; not those that a client has from its groups.
    @Transactional(readOnly = true)
    public List<RuleView> of(Subject subject) {
        return of(checks.owner(subject));
    }

    /// The rules that a client has from its groups.
    @Transactional(readOnly = true)
    public List<RuleView> ofGroupsOf(UUID clientId) {
        RuleChecks.Owner client = checks.owner(new Subject.Client(clientId));
        Set<String> naming =
                policies.policy(client.serverId()).rules().stream()
                        .filter(rule -> rule.clientIds().contains(clientId.toString()))
                        .map(Policy.Rule::id)
                        .collect(Collectors.toSet());
        return views.ofServer(client.serverId()).stream()
                .filter(rule -> rule.subject().kind() == RuleView.SubjectView.Kind.GROUP)
                .filter(rule -> naming.contains(rule.id().toString()))
                .toList();
    }

    /// The rules that are about a node or something behind it, whoever has them.
    @Transactional(readOnly = true)
    public List<RuleView> about(UUID nodeId) {
        NodeView node = nodes.get(nodeId);
        NodePlace place = places.of(node);
        Set<String> about =
                policies.policyOfAll(node.secureServerId()).rules().stream()
                        .filter(rule -> NodeSide.isAbout(rule, place))
                        .map(Policy.Rule::id)
                        .collect(Collectors.toSet());
        return views.ofServer(node.secureServerId()).stream()
                .filter(rule -> about.contains(rule.id().toString()))
                .toList();
    }

    /// The clients that no rule names: they reach all that the routing mode permits. By name.
    @Transactional(readOnly = true)
    public List<MemberView> unlimited(UUID serverId) {
        PolicyEvaluator policy = new PolicyEvaluator(policies.policy(serverId));
        return choices.clients(serverId).stream()
                .filter(client -> !policy.restricts(client.id()))
                .toList();
    }

    /// Makes these the rules of a client itself, or of a group. One that is as before keeps its
    /// count of hits.
    @Transactional
    public List<RuleView> replace(
            Subject subject, @Nullable List<? extends @Nullable RuleInput> inputs) {
        RuleChecks.Owner owner = checks.owner(subject);
        changes.lock(owner.serverId());
        List<RuleBody> wanted = RuleParser.parse(inputs, MAX_PER_SUBJECT);
        checks.requireTargets(owner.serverId(), wanted);
        List<RuleRow> before = stored(owner);
        List<RuleRow> after = matched(subject, wanted, before);
        if (!after.equals(before)) {
            store(owner, before, after);
            changes.policyChanged(owner.serverId());
            audit.record(
                    new AuditEvent(
                            "rules.replace",
                            owner.tenantId(),
                            subject instanceof Subject.Client ? "client" : "group",
                            subject.id(),
                            owner.name(),
                            RuleWords.changes(before, after)));
        }
        return of(owner);
    }

    /// The wanted rules, each with the id that the same rule has already.
    static List<RuleRow> matched(Subject subject, List<RuleBody> wanted, List<RuleRow> before) {
        List<RuleRow> free = new ArrayList<>(before);
        List<RuleRow> after = new ArrayList<>();
        for (RuleBody body : wanted) {
            UUID id =
                    free.stream()
                            .filter(rule -> rule.body().equals(body))
                            .findFirst()
                            .map(rule -> {
                                free.remove(rule);
                                return rule.id();
                            })
                            .orElseGet(UUID::randomUUID);
            after.add(new RuleRow(id, subject, after.size(), body));
        }
        return after;
    }

    private void store(RuleChecks.Owner owner, List<RuleRow> before, List<RuleRow> after) {
        Set<UUID> kept = after.stream().map(RuleRow::id).collect(Collectors.toSet());
        Set<UUID> known = new HashSet<>();
        before.forEach(rule -> known.add(rule.id()));
        rules.delete(known.stream().filter(id -> !kept.contains(id)).toList());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        for (RuleRow rule : after) {
            if (known.contains(rule.id())) {
                rules.move(rule.id(), rule.position());
            } else {
                rules.insert(owner.tenantId(), owner.serverId(), rule, now);
            }
        }
    }

    private List<RuleRow> stored(RuleChecks.Owner owner) {
        return rules.ofServer(owner.serverId()).stream()
                .filter(rule -> rule.subject().equals(owner.subject()))
                .toList();
    }

    private List<RuleView> of(RuleChecks.Owner owner) {
        UUID id = owner.subject().id();
        return views.ofServer(owner.serverId()).stream()
                .filter(rule -> rule.subject().id().equals(id))
                .toList();
    }
}
