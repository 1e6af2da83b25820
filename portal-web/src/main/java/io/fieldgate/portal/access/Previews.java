package io.fieldgate.portal.access;

import io.fieldgate.portal.fleet.PeerState;
import io.fieldgate.portal.fleet.Session;
import io.fieldgate.portal.fleet.SessionBook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Tells what other rules or other members of a group would change, before they are saved.
@Service
public class Previews {
    /// Changes that are told at most, of each kind.
    static final int MAX_CHANGES = 500;

    private final RuleChecks checks;
    private final RuleTable rules;
    private final Policies policies;
    private final Groups groups;
    private final Choices choices;
    private final NodePlaces places;
    private final SessionBook sessions;

    Previews(
            RuleChecks checks,
            RuleTable rules,
            Policies policies,
            Groups groups,
            Choices choices,
            NodePlaces places,
            SessionBook sessions) {
        this.checks = checks;
        this.rules = rules;
        this.policies = policies;
        this.groups = groups;
        this.choices = choices;
        this.places = places;
        this.sessions = sessions;
    }

    /// What would change if a client or group had these rules of its own.
    @Transactional(readOnly = true)
    public RulePreview preview(
            Subject subject, @Nullable List<? extends @Nullable RuleInput> inputs) {
        RuleChecks.Owner owner = checks.owner(subject);
        List<RuleBody> wanted = RuleParser.parse(inputs, Rules.MAX_PER_SUBJECT);
        checks.requireTargets(owner.serverId(), wanted);
        List<RuleRow> before =
                rules.ofServer(owner.serverId()).stream()
                        .filter(rule -> rule.subject().equals(subject))
                        .toList();
        List<RuleRow> after = Rules.matched(subject, wanted, before);
        PolicyComparison comparison =
                new PolicyComparison(
                        new PolicyEvaluator(policies.policy(owner.serverId())),
                        new PolicyEvaluator(policies.policyWith(owner.serverId(), subject, after)));
        return collect(owner.serverId(), owner.clients(), comparison);
    }

    /// What would change if a group had these members.
    @Transactional(readOnly = true)
    public RulePreview previewMembers(
            UUID groupId, @Nullable List<? extends @Nullable UUID> memberIds) {
        GroupView group = groups.get(groupId);
        UUID serverId = group.secureServerId();
        Set<UUID> wanted = groups.wantedMembers(group, memberIds);
        PolicyComparison comparison =
                new PolicyComparison(
                        new PolicyEvaluator(policies.policy(serverId)),
                        new PolicyEvaluator(policies.policyWithMembers(serverId, groupId, wanted)));
        List<MemberView> concerned =
                choices.clients(serverId).stream()
                        .filter(client ->
                                comparison.before().restricts(client.id())
                                        || comparison.after().restricts(client.id()))
                        .toList();
        return collect(serverId, concerned, comparison);
    }

    private RulePreview collect(
            UUID serverId, List<MemberView> clients, PolicyComparison comparison) {
        List<NodePlace> nodes = places.all(serverId);
        Map<UUID, Session> live =
                sessions.sessions(serverId).stream()
                        .collect(
                                Collectors.toMap(
                                        Session::peerId, session -> session, (one, _) -> one));
        List<RulePreview.Change> lost = new ArrayList<>();
        List<RulePreview.Change> gained = new ArrayList<>();
        List<RulePreview.Cut> cut = new ArrayList<>();
        // Clients with the same rules before and after lose and gain the same.
        Map<List<List<String>>, List<PolicyComparison.Difference>> lostByRules = new HashMap<>();
        Map<List<List<String>>, List<PolicyComparison.Difference>> gainedByRules = new HashMap<>();
        for (MemberView client : clients) {
            List<List<String>> same =
                    List.of(
                            comparison.before().ruleIdsOf(client.id()),
                            comparison.after().ruleIdsOf(client.id()));
            List<PolicyComparison.Difference> loses =
                    lostByRules.computeIfAbsent(
                            same,
                            _ ->
                                    nodes.stream()
                                            .flatMap(node ->
                                                    comparison.lost(client.id(), node).stream())
                                            .toList());
            List<PolicyComparison.Difference> gains =
                    gainedByRules.computeIfAbsent(
                            same,
                            _ ->
                                    nodes.stream()
                                            .flatMap(node ->
                                                    comparison.gained(client.id(), node).stream())
                                            .toList());
            add(lost, client, loses);
            add(gained, client, gains);
            @Nullable Session session = live.get(client.id());
            Set<String> from = cutOffFrom(comparison, client.id(), loses);
            if (session != null && !from.isEmpty()) {
                cut.add(
                        new RulePreview.Cut(
                                client.id(),
                                client.name(),
                                session.since(),
                                from.stream().limit(MAX_CHANGES).toList()));
            }
        }
        return new RulePreview(
                lost.stream().limit(MAX_CHANGES).toList(),
                gained.stream().limit(MAX_CHANGES).toList(),
                cut,
                lost.size() <= MAX_CHANGES && gained.size() <= MAX_CHANGES);
    }

    /// One more than is told shows that there are more.
    private static void add(
            List<RulePreview.Change> changes,
            MemberView client,
            List<PolicyComparison.Difference> differences) {
        differences.stream()
                .limit(MAX_CHANGES + 1L - changes.size())
                .forEach(each -> changes.add(change(client, each)));
    }

    /// Only what is connected can be cut off from.
    private static Set<String> cutOffFrom(
            PolicyComparison comparison, UUID clientId, List<PolicyComparison.Difference> loses) {
        return loses.stream()
                .filter(each -> each.node().view().state() == PeerState.ONLINE)
                .map(each ->
                        (each.spot().kind() == Reach.Kind.NODE
                                        ? each.node().name()
                                        : each.spot().name() + " behind " + each.node().name())
                                + (comparison.leavesSomething(clientId, each) ? " (in part)" : ""))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static RulePreview.Change change(
            MemberView client, PolicyComparison.Difference difference) {
        Spot spot = difference.spot();
        return new RulePreview.Change(
                client.id(),
                client.name(),
                difference.node().id(),
                difference.node().name(),
                spot.kind(),
                spot.deviceId(),
                spot.name(),
                spot.address(),
                difference.fromClient().words(),
                difference.fromNode().words());
    }
}
