package io.fieldgate.contract.control;

import java.util.List;

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
public record StateUpdate(
        long fromRevision,
        long revision,
        ServerSettings settings,
        List<Peer> peers,
        List<String> removedPeerIds,
        List<String> endSessions) {
    public StateUpdate {
        peers = List.copyOf(peers);
        removedPeerIds = List.copyOf(removedPeerIds);
        endSessions = List.copyOf(endSessions);
    }
}
