package io.fieldgate.portal.fleet;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.Scope;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Finds the rows of the caller's scope; what lies outside of it does not exist.
///
/// Row-level security hides foreign rows already. This looks at the tenant again, so that either of
/// the two alone is enough.
@Component
class FleetRows {
    private final SecureServerRepository servers;
    private final PeerRepository peers;

    FleetRows(SecureServerRepository servers, PeerRepository peers) {
        this.servers = servers;
        this.peers = peers;
    }

    SecureServer server(UUID id) {
        return servers.findById(id)
                .filter(FleetRows::visible)
                .orElseThrow(() -> RefusedException.notFound("secure server"));
    }

    /// The row, locked until the transaction ends: whoever changes what the server must know takes
    /// this lock first.
    SecureServer lockServer(UUID id) {
        return servers.lock(id)
                .filter(FleetRows::visible)
                .orElseThrow(() -> RefusedException.notFound("secure server"));
    }

    /// The row of a peer's secure server, locked. Read the peer itself only afterwards: what was
    /// read before the lock may be old.
    SecureServer lockServerOf(UUID peerId, PeerKind kind) {
        return lockServer(
                peers.serverIdOf(peerId, kind)
                        .orElseThrow(() -> RefusedException.notFound(word(kind))));
    }

    Peer peer(UUID id, PeerKind kind) {
        return peers.findById(id)
                .filter(peer -> peer.kind() == kind && !peer.deleted())
                .filter(peer -> Scope.current().covers(peer.tenantId()))
                .orElseThrow(() -> RefusedException.notFound(word(kind)));
    }

    static String word(PeerKind kind) {
        return switch (kind) {
            case NODE -> "node";
            case CLIENT -> "client";
        };
    }

    private static boolean visible(SecureServer server) {
        return !server.deleted() && Scope.current().covers(server.tenantId());
    }
}
