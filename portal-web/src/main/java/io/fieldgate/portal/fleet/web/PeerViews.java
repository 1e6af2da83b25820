package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.ClientView;
import io.fieldgate.portal.fleet.NodeView;
import io.fieldgate.portal.fleet.PeerRefusals;
import io.fieldgate.portal.fleet.PeerState;
import io.fieldgate.portal.fleet.Session;
import io.fieldgate.portal.fleet.SessionBook;
import io.fieldgate.portal.shared.web.Moment;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Puts together what a node's or client's page shows.
@Component
class PeerViews {
    private final SessionBook sessions;
    private final PeerRefusals refusals;
    private final Clock clock;

    PeerViews(SessionBook sessions, PeerRefusals refusals, Clock clock) {
        this.sessions = sessions;
        this.refusals = refusals;
        this.clock = clock;
    }

    PeerView of(NodeView node) {
        Instant now = clock.instant();
        Optional<Session> newest = sessions.newest(node.id());
        String path = "/nodes/" + node.id();
        return new PeerView(
                node.id().toString(),
                true,
                node.name(),
                node.description(),
                "",
                Badges.of(node.state(), "node"),
                Moment.ofNullable(node.since(), now),
                Moment.ofNullable(node.lastSeen(), now),
                reason(node.state(), node.reason(), newest),
                node.vpnAddress(),
                Objects.requireNonNullElse(node.vpnAddressIpv6(), ""),
                Objects.requireNonNullElse(node.dnsName(), ""),
                live(node.state(), newest, node.name(), path, "node", now),
                refused(node.id(), node.state(), newest, now),
                SubnetRows.of(node),
                node.state() == PeerState.PENDING,
                node.state() == PeerState.REVOKED,
                path + "/live");
    }

    PeerView of(ClientView client) {
        Instant now = clock.instant();
        Optional<Session> newest = sessions.newest(client.id());
        String path = "/clients/" + client.id();
        return new PeerView(
                client.id().toString(),
                false,
                client.name(),
                "",
                KindCard.word(client.kind().name()),
                Badges.of(client.state(), "client"),
                Moment.ofNullable(client.since(), now),
                Moment.ofNullable(client.lastSeen(), now),
                reason(client.state(), client.reason(), newest),
                client.vpnAddress(),
                Objects.requireNonNullElse(client.vpnAddressIpv6(), ""),
                "",
                live(client.state(), newest, client.name(), path, "client", now),
                refused(client.id(), client.state(), newest, now),
                List.of(),
                client.state() == PeerState.PENDING,
                client.state() == PeerState.REVOKED,
                path + "/live");
    }

    /// A refusal counts until the next connection.
    private PeerView.@Nullable Refused refused(
            UUID id, PeerState state, Optional<Session> newest, Instant now) {
        if (state == PeerState.ONLINE) {
            return null;
        }
        return refusals.last(id)
                .filter(last -> newest.isEmpty() || last.at().isAfter(newest.get().since()))
                .map(last ->
                        new PeerView.Refused(
                                Moment.of(last.at(), now), last.remoteAddress(), last.reason()))
                .orElse(null);
    }

    /// A session that was ordered to end is not shown, though it may not be reported as ended yet.
    private static @Nullable SessionRow live(
            PeerState state,
            Optional<Session> newest,
            String name,
            String path,
            String word,
            Instant now) {
        return newest.filter(session -> session.live() && state == PeerState.ONLINE)
                .map(s -> Tunnels.row(s, name, path, word, Moment.of(s.since(), now)))
                .orElse(null);
    }

    private static String reason(
            PeerState state, @Nullable String given, Optional<Session> newest) {
        return switch (state) {
            case PENDING, ONLINE -> "";
            case OFFLINE ->
                    newest.filter(session -> !session.live())
                            .map(session -> EndReasons.words(session.endReason()))
                            .orElse("");
            case DISABLED, REVOKED -> given == null ? "" : given;
        };
    }
}
