package io.fieldgate.portal.access;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Policy.Direction;
import io.fieldgate.portal.fleet.ClientView;
import io.fieldgate.portal.fleet.Clients;
import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Tells what a client can reach, and why.
@Service
public class AccessBook {
    private final Clients clients;
    private final SecureServers servers;
    private final Policies policies;
    private final NodePlaces places;
    private final RuleViews rules;

    AccessBook(
            Clients clients,
            SecureServers servers,
            Policies policies,
            NodePlaces places,
            RuleViews rules) {
        this.clients = clients;
        this.servers = servers;
        this.policies = policies;
        this.places = places;
        this.rules = rules;
    }

    /// What a client can reach at some of the nodes.
    @Transactional(readOnly = true)
    public EffectiveAccess of(UUID clientId, SliceRequest request) {
        ClientView client = clients.get(clientId);
        UUID serverId = client.secureServerId();
        PolicyEvaluator policy = new PolicyEvaluator(policies.policy(serverId));
        Map<UUID, RuleView> all =
                rules.ofServer(serverId).stream()
                        .collect(Collectors.toMap(RuleView::id, Function.identity()));
        Slice<NodePlace> nodes = places.slice(serverId, request);
        boolean identical = servers.get(serverId).mode() == RoutingMode.IDENTICAL_NETWORKS;
        Set<UUID> selected = identical ? places.selectedBy(clientId) : Set.of();
        return new EffectiveAccess(
                clientId,
                client.name(),
                client.state(),
                client.since(),
                policy.restricts(clientId),
                policy.ruleIdsOf(clientId).stream()
                        .map(id -> all.get(UUID.fromString(id)))
                        .filter(Objects::nonNull)
                        .toList(),
                nodes.items().stream()
                        .map(node ->
                                new NodeReach(
                                        node.id(),
                                        node.name(),
                                        node.view().state(),
                                        node.view().since(),
                                        identical ? selected.contains(node.id()) : null,
                                        reaches(policy, clientId, node, all)))
                        .toList(),
                nodes.nextCursor());
    }

    private static List<Reach> reaches(
            PolicyEvaluator policy, UUID clientId, NodePlace node, Map<UUID, RuleView> all) {
        return Spot.of(node, clientId, List.of(policy)).stream()
                .map(spot -> reach(policy, clientId, node, spot, all))
                .toList();
    }

    private static Reach reach(
            PolicyEvaluator policy,
            UUID clientId,
            NodePlace node,
            Spot spot,
            Map<UUID, RuleView> all) {
        Openings out = policy.openings(clientId, node.id(), spot.prefix(), Direction.FROM_CLIENT);
        Openings in = policy.openings(clientId, node.id(), spot.prefix(), Direction.FROM_NODE);
        List<UUID> about =
                policy.rulesAbout(clientId, node.id(), spot.prefix()).stream()
                        .map(UUID::fromString)
                        .toList();
        @Nullable String mapped = node.mapped(spot.prefix()).map(Spot::text).orElse(null);
        return new Reach(
                spot.kind(),
                spot.deviceId(),
                spot.name(),
                spot.address(),
                mapped,
                access(out),
                out.words(),
                in.words(),
                about,
                why(
                        policy.restricts(clientId),
                        out.isEmpty() && in.isEmpty(),
                        !policy.parts(clientId, node.id(), spot.prefix()).isEmpty(),
                        about,
                        all));
    }

    static Reach.Access access(Openings openings) {
        if (openings.isAll()) {
            return Reach.Access.ALL;
        }
        return openings.isEmpty() ? Reach.Access.NONE : Reach.Access.SOME;
    }

    /// @param closed whether nothing may be opened
    /// @param inPart whether some rule is about a part of it only
    private static String why(
            boolean restricted,
            boolean closed,
            boolean inPart,
            List<UUID> about,
            Map<UUID, RuleView> all) {
        if (!restricted) {
            return "No rule names this client.";
        }
        if (about.isEmpty()) {
            return "This client has rules, and none of them is about this.";
        }
        String titles =
                about.stream()
                        .map(all::get)
                        .filter(Objects::nonNull)
                        .map(RuleView::title)
                        .distinct()
                        .collect(Collectors.joining(", "));
        if (closed) {
            return (inPart ? "Only a part of it is in " : "Closed by ") + titles + ".";
        }
        return "Decided by " + titles + ".";
    }
}
