package io.fieldgate.portal.access;

import io.fieldgate.portal.fleet.PeerState;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a client can reach, and why: part by part, in the order of the nodes' names.
///
/// @param restricted whether any rule names the client; if none does, it reaches all that the
///   routing mode permits
/// @param rules the rules that name it, itself or by a group
/// @param items the nodes of this part
/// @param nextCursor where the next part begins; null at the end
public record EffectiveAccess(
        UUID clientId,
        String clientName,
        PeerState state,
        @Nullable Instant since,
        boolean restricted,
        List<RuleView> rules,
        List<NodeReach> items,
        @Nullable String nextCursor) {
    public EffectiveAccess {
        rules = List.copyOf(rules);
        items = List.copyOf(items);
    }
}
