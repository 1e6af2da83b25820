package io.fieldgate.server.control;

import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.Policy;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.contract.control.StateUpdate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the portal wants of this server, whole, at one revision. Immutable.
///
/// @param revision rises with each change; at least 1
/// @param settings what holds for the whole server
/// @param peers by id, in the portal's order
/// @param policy who may reach what
public record DesiredState(
        long revision, ServerSettings settings, Map<String, Peer> peers, Policy policy) {
    private static final Policy NO_RULES = new Policy(List.of());

    public DesiredState {
        peers = Collections.unmodifiableMap(new LinkedHashMap<>(peers));
    }

    /// Without rules.
    public DesiredState(long revision, ServerSettings settings, Map<String, Peer> peers) {
        this(revision, settings, peers, NO_RULES);
    }

    /// A whole state.
    static DesiredState whole(StateUpdate update) {
        Map<String, Peer> peers = new LinkedHashMap<>();
        update.peers().forEach(peer -> peers.put(peer.id(), peer));
        return new DesiredState(
                update.revision(), update.settings(), peers, policy(update, NO_RULES));
    }

    /// The state after an update; empty if the update builds on another revision.
    Optional<DesiredState> after(StateUpdate update) {
        if (update.fromRevision() == 0) {
            return Optional.of(whole(update));
        }
        if (update.fromRevision() != revision || update.revision() < revision) {
            return Optional.empty();
        }
        Map<String, Peer> next = new LinkedHashMap<>(peers);
        update.removedPeerIds().forEach(next::remove);
        update.peers().forEach(peer -> next.put(peer.id(), peer));
        return Optional.of(
                new DesiredState(
                        update.revision(), update.settings(), next, policy(update, policy)));
    }

    /// As a whole update, the form in which it is kept on disk.
    StateUpdate toUpdate() {
        return new StateUpdate(
                0,
                revision,
                settings,
                List.copyOf(peers.values()),
                List.of(),
                List.of(),
                policy,
                null);
    }

    private static Policy policy(StateUpdate update, Policy otherwise) {
        Policy policy = update.policy();
        return policy == null ? otherwise : policy;
    }
}
