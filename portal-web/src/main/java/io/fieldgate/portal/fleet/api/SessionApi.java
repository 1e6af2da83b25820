package io.fieldgate.portal.fleet.api;

import io.fieldgate.portal.fleet.Cidr;
import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.fleet.Session;
import io.fieldgate.portal.fleet.SessionBook;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import io.fieldgate.portal.shared.SliceRequest.Position;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class SessionApi {
    private static final Comparator<Position> ORDER =
            Comparator.comparing(Position::nameKey).thenComparing(Position::id);

    private final SecureServers servers;
    private final SessionBook sessions;

    SessionApi(SecureServers servers, SessionBook sessions) {
        this.servers = servers;
        this.sessions = sessions;
    }

    /// A live session, as its secure server told it last.
    ///
    /// @param peerId the node or client
    /// @param confirmedAt when the secure server last reported
    record SessionAnswer(
            UUID id,
            UUID peerId,
            Instant since,
            String remoteAddress,
            String transport,
            String vpnAddress,
            String cipher,
            String clientVersion,
            String platform,
            String tlsVersion,
            String keyDerivation,
            String clientCiphers,
            String guiVersion,
            String abilities,
            long bytesReceived,
            long bytesSent,
            Instant confirmedAt,
            List<String> untoldSubnets) {
        static SessionAnswer of(Session session) {
            return new SessionAnswer(
                    session.id(),
                    session.peerId(),
                    session.since(),
                    session.remoteAddress(),
                    session.transport(),
                    session.vpnAddress(),
                    session.cipher(),
                    session.clientVersion(),
                    session.platform(),
                    session.tlsVersion(),
                    session.keyDerivation(),
                    session.clientCiphers(),
                    session.guiVersion(),
                    session.abilities(),
                    session.bytesReceived(),
                    session.bytesSent(),
                    session.confirmedAt(),
                    session.untold().prefixes().stream().map(Cidr::toString).toList());
        }
    }

    /// Who is connected, longest first; `q` looks into addresses and the peer's id.
    @GetMapping("/secure-servers/{serverId}/sessions")
    @PreAuthorize("hasRole('VIEWER')")
    Slice<SessionAnswer> list(
            @PathVariable UUID serverId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String q) {
        SliceRequest request = SliceRequest.parse(cursor, limit, q);
        servers.get(serverId);
        List<Session> rows =
                sessions.sessions(serverId).stream()
                        .filter(session -> contains(session, request.query()))
                        .filter(session -> ORDER.compare(position(session), request.after()) > 0)
                        .sorted(Comparator.comparing(SessionApi::position, ORDER))
                        .limit(request.limit() + 1L)
                        .toList();
        return Slice.of(rows, request, SessionApi::position, SessionAnswer::of);
    }

    /// Ends a session. Its peer may connect again; revoke it to keep it out.
    @DeleteMapping("/sessions/{id}")
    @PreAuthorize("hasRole('ADMIN')")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(@PathVariable UUID id) {
        Session session =
                sessions.find(id).orElseThrow(() -> RefusedException.notFound("live session"));
        servers.get(session.secureServerId());
        sessions.endSession(id);
    }

    private static boolean contains(Session session, String query) {
        String text = session.remoteAddress() + " " + session.vpnAddress() + " " + session.peerId();
        return text.contains(query.toLowerCase(Locale.ROOT));
    }

    private static Position position(Session session) {
        return new Position(
                String.format(Locale.ROOT, "%015d", session.since().toEpochMilli()), session.id());
    }
}
