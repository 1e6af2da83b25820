package io.fieldgate.portal.fleet;

import io.fieldgate.portal.audit.AuditEvent;
import io.fieldgate.portal.audit.AuditLog;
import io.fieldgate.portal.shared.RefusedException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Who is connected, who was, as the secure servers told it.
///
/// A live session is as true as its secure server's last report ([Session#confirmedAt]); whether
/// that is fresh is told by the [ServerCondition].
@Service
public class SessionBook {
    /// Sessions of one secure server that are listed at most; its network has room for no more.
    static final int MAX_LISTED = 16_384;

    private final SessionTable sessions;
    private final ServerStates servers;
    private final AuditLog audit;

    SessionBook(SessionTable sessions, ServerStates servers, AuditLog audit) {
        this.sessions = sessions;
        this.servers = servers;
        this.audit = audit;
    }

    /// The peer's live session.
    @Transactional(readOnly = true)
    public Optional<Session> liveSession(UUID peerId) {
        return newest(peerId).filter(Session::live);
    }

    /// What a connected peer may reach only from its next dial-in on; nothing while it is off-line.
    @Transactional(readOnly = true)
    public UntoldSubnets untold(UUID peerId) {
        return liveSession(peerId).map(Session::untold).orElse(UntoldSubnets.NONE);
    }

    /// The peer's newest session, live or past; empty if it never connected.
    @Transactional(readOnly = true)
    public Optional<Session> newest(UUID peerId) {
        return sessions.newestOf(List.of(peerId)).stream().findFirst();
    }

    /// The newest session of each of these peers that ever connected.
    @Transactional(readOnly = true)
    public Map<UUID, Session> newest(Collection<UUID> peerIds) {
        return sessions.newestOf(peerIds).stream()
                .collect(Collectors.toMap(Session::peerId, Function.identity()));
    }

    /// The live sessions of a secure server, oldest first.
    @Transactional(readOnly = true)
    public List<Session> sessions(UUID serverId) {
        return sessions.live(serverId, MAX_LISTED);
    }

    @Transactional(readOnly = true)
    public Optional<Session> find(UUID sessionId) {
        return sessions.find(sessionId);
    }

    /// Asks the secure server to end a session. Its peer may connect again.
    ///
    /// @throws RefusedException if there is no such live session
    @Transactional
    public void endSession(UUID sessionId) {
        Session session =
                sessions.find(sessionId)
                        .filter(Session::live)
                        .orElseThrow(() -> RefusedException.notFound("live session"));
        if (!servers.lock(session.secureServerId())) {
            throw RefusedException.notFound("live session");
        }
        long revision = servers.raiseRevision(session.secureServerId());
        sessions.requestEnd(session.secureServerId(), sessionId, revision);
        audit.record(
                new AuditEvent(
                        "session.end",
                        servers.tenantOf(session.secureServerId()),
                        "session",
                        sessionId,
                        session.remoteAddress()));
    }
}
