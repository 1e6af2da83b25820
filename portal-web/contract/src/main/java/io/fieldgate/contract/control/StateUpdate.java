package io.fieldgate.contract.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The desired state of one secure server, whole or as the difference since a revision.
///
/// Answer of `GET /control/v1/state?since=REVISION&waitSeconds=N` (long poll; 204 when nothing
/// changed in that time). `since=0` asks for the whole state.
///
/// @param fromRevision 0: whole state, replaces everything; otherwise the revision this builds on
/// @param revision the revision after this update
/// @param settings the server's settings, always whole
/// @param peers all peers (whole) or the peers that changed (difference)
/// @param removedPeerIds peers that are gone (difference only)
/// @param endSessions ids of live sessions to end now
/// @param policy who may reach what; null in a difference: as before; null in a whole state: no
///   rules
/// @param probes questions to answer now, once; null: none
public record StateUpdate(
        long fromRevision,
        long revision,
        ServerSettings settings,
        List<Peer> peers,
        List<String> removedPeerIds,
        List<String> endSessions,
        @Nullable Policy policy,
        @Nullable List<Probe> probes) {
    public StateUpdate {
        peers = List.copyOf(peers);
        removedPeerIds = List.copyOf(removedPeerIds);
        endSessions = List.copyOf(endSessions);
        probes = probes == null ? null : List.copyOf(probes);
    }

    /// Without what can be left out.
    public StateUpdate(
            long fromRevision,
            long revision,
            ServerSettings settings,
            List<Peer> peers,
            List<String> removedPeerIds,
            List<String> endSessions) {
        this(fromRevision, revision, settings, peers, removedPeerIds, endSessions, null, null);
    }
}
