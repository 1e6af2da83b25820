package io.fieldgate.portal.access;

import io.fieldgate.contract.control.Policy.Direction;
import io.fieldgate.portal.fleet.ReachSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The sites at which the rules leave at least something to a client.
@Service
@Transactional(readOnly = true)
class SitesWithinReach implements ReachSource {
    private final Policies policies;
    private final NodePlaces places;

    SitesWithinReach(Policies policies, NodePlaces places) {
        this.policies = policies;
        this.places = places;
    }

    @Override
    public Optional<Map<UUID, Set<String>>> limitedReach(UUID secureServerId, UUID clientId) {
        PolicyEvaluator policy = new PolicyEvaluator(policies.policy(secureServerId));
        if (!policy.restricts(clientId)) {
            return Optional.empty();
        }
        Map<UUID, Set<String>> reach = new HashMap<>();
        for (NodePlace node : places.all(secureServerId)) {
            List<Spot> open =
                    Spot.of(node, clientId, List.of(policy)).stream()
                            .filter(spot -> isOpen(policy, clientId, node, spot))
                            .toList();
            if (!open.isEmpty()) {
                reach.put(node.id(), subnets(node, open));
            }
        }
        return Optional.of(reach);
    }

    private static boolean isOpen(
            PolicyEvaluator policy, UUID clientId, NodePlace node, Spot spot) {
        return !policy.openings(clientId, node.id(), spot.prefix(), Direction.FROM_CLIENT)
                .isEmpty();
    }

    private static Set<String> subnets(NodePlace node, List<Spot> open) {
        return node.subnetsInForce().stream()
                .map(NodePlace.SubnetPlace::prefix)
                .filter(subnet -> open.stream().anyMatch(spot -> subnet.contains(spot.prefix())))
                .map(Object::toString)
                .collect(Collectors.toSet());
    }
}
