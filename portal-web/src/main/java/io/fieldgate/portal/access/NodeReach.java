package io.fieldgate.portal.access;

import io.fieldgate.portal.fleet.PeerState;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a client reaches at one node.
///
/// @param state of the node: what it permits helps only while it is ONLINE
/// @param since when that state began; null while it is pending
/// @param selected whether the client has selected this site (Identical Networks); null in the
///   other routing modes
public record NodeReach(
        UUID nodeId,
        String name,
        PeerState state,
        @Nullable Instant since,
        @Nullable Boolean selected,
        List<Reach> places) {
    public NodeReach {
        places = List.copyOf(places);
    }
}
