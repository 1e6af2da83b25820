package io.fieldgate.server.session;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.control.Peer.AllowedCertificate;
import io.fieldgate.contract.control.ServerEvent;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.openvpn.Admission;
import io.fieldgate.openvpn.CloseReason;
import io.fieldgate.openvpn.Event;
import io.fieldgate.openvpn.PeerInfo;
import io.fieldgate.openvpn.wire.ClientKeyMetadata;
import io.fieldgate.server.control.DesiredState;
import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.net.TcpConnection;
import io.fieldgate.server.policy.RuleCounters;
import io.fieldgate.server.routing.Ipv4Text;
import io.fieldgate.server.routing.SubnetRules;
import io.fieldgate.server.routing.VpnNetworks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Lets peers in, keeps them out, and ends their sessions, by the state that is in force. On the
/// first worker's thread, in [Exclusion].
final class Lifecycle {
    /// A node's announcement, in its own peer info.
    private static final String SUBNETS_KEY = "UV_FIELDGATE_SUBNETS";

    private final SessionTables tables;
    private final Lanes lanes;
    private final SessionEvents events;
    private final EventLog log;
    private final InstantSource clock;
    private final LiveRoutes liveRoutes;
    private final RuleCounters rules = new RuleCounters();
    private final RefusalThrottle throttle = new RefusalThrottle();
    private @Nullable Roster roster;
    private @Nullable ServerSettings settings;

    Lifecycle(
            SessionTables tables,
            Lanes lanes,
            SessionEvents events,
            EventLog log,
            InstantSource clock) {
        this.tables = tables;
        this.liveRoutes = new LiveRoutes(tables, lanes::watch, this::tellUntold);
        this.lanes = lanes;
        this.events = events;
        this.log = log;
        this.clock = clock;
    }

    /// Count the rules' hits since the server's start.
    RuleCounters rules() {
        return rules;
    }

    /// See [DataPlane#apply].
    List<String> apply(long now, DesiredState state, List<String> endSessions) {
        VpnNetworks networks = SettingsCheck.networks(state.settings());
        Roster current = roster;
        if (current == null || !current.serves(networks)) {
            current = new Roster(state.settings().mode(), networks, rules);
            roster = current;
        }
        settings = state.settings();
        List<String> problems = new ArrayList<>();
        Roster.Change change = current.replace(state);
        problems.addAll(change.problems());
        if (change.adminSubnetsChanged()) {
            for (PeerSlot node : current.contested()) {
                announce(current, node, node.announcement());
            }
        }
        endUnwanted(now, current, new HashSet<>(endSessions));
        lanes.install(current.routes());
        spreadRoutes(now, current, null);
        return problems;
    }

    /// Whether a client key is a node's: all clients behind it wait for it, so nodes come first
    /// when it is crowded.
    boolean isNode(Optional<ClientKeyMetadata> key) {
        Roster current = roster;
        PeerSlot slot =
                current == null
                        ? null
                        : key.flatMap(ClientKeyMetadata::peer).map(current::find).orElse(null);
        return slot != null && slot.kind() == PeerKind.NODE;
    }

    /// The peers of the state in force; null as long as there is none.
    @Nullable Roster roster() {
        return roster;
    }

    void report(long now, VpnSession session, Event event) {
        switch (event) {
            case Event.PeerAuthenticating authenticating ->
                    authenticate(now, session, authenticating);
            case Event.Established established -> started(session, established);
            case Event.Rekeyed _ -> {
                // Nothing to do: the same peer with a new key.
            }
            case Event.ChallengeAnswered _ -> {
                // No challenge is sent yet: peers are known by their certificates.
            }
            case Event.Floated(var from, var to) -> {
                log.info("%s moved from %s to %s".formatted(session.name(), from, to));
                tables.move(session, to);
            }
            case Event.Closed(var reason, var text) -> closed(now, session, reason, text);
        }
    }

    /// Ends a session at once and tells the peer to come back; if it has no right to, it will be
    /// told so then.
    void cut(long now, VpnSession session, String reason, String text) {
        end(session, reason);
        session.protocol().restart(now, text, session);
    }

    /// Ends a session without a word to the peer.
    void close(long now, VpnSession session, String reason, String text) {
        end(session, reason);
        session.protocol().close(now, text, session);
    }

    /// A defect of this program must cost one session, not the server.
    void fail(long now, VpnSession session, RuntimeException defect) {
        StackTraceElement[] trace = defect.getStackTrace();
        log.warn(
                "%s loses its session by a defect of the server: %s at %s"
                        .formatted(session.name(), defect, trace.length == 0 ? "?" : trace[0]));
        try {
            close(now, session, "DEFECT", "internal error");
        } catch (RuntimeException worse) {
            log.warn("closing failed too: " + worse);
        }
        forget(session);
    }

    private void endUnwanted(long now, Roster current, Set<String> endSessions) {
        for (VpnSession session : tables.all()) {
            PeerSlot slot = session.slot();
            AllowedCertificate certificate = session.certificate();
            if (slot == null || certificate == null || session.isEnded()) {
                continue;
            }
            if (current.find(slot.id()) != slot) {
                cut(now, session, "REMOVED", "removed");
            } else if (endSessions.contains(session.id().toString())) {
                cut(now, session, "ENDED_BY_ADMIN", "ended by an administrator");
            } else if (session.hasSharedKey() && !letsOldClientsIn()) {
                cut(now, session, "OLD_CLIENTS_OFF", "old devices are not let in any more");
            } else if (slot.profile().vpnAddress() != session.vpnAddress()) {
                cut(now, session, "RECONFIGURED", "VPN address changed");
            } else {
                Optional<String> refusal = PeerCheck.refusal(slot.profile(), certificate);
                refusal.ifPresent(text -> cut(now, session, endReason(slot), text));
            }
        }
    }

    private static String endReason(PeerSlot slot) {
        return switch (slot.profile().state()) {
            case DISABLED -> "DISABLED";
            case REVOKED, ACTIVE -> "REVOKED";
        };
    }

    private void authenticate(long now, VpnSession session, Event.PeerAuthenticating event) {
        Roster current = roster;
        ServerSettings currentSettings = settings;
        if (current == null || currentSettings == null) {
            session.protocol().refuse(now, PeerCheck.STARTING, session);
            return;
        }
        switch (PeerCheck.check(event.identity(), current, letsOldClientsIn(), clock.instant())) {
            case PeerCheck.Verdict.Refused refused -> {
                String who = refused.peerId().map(UUID::toString).orElse(null);
                refused(now, session, who, refused.reason());
                end(session, "REVOKED");
                session.protocol().refuse(now, refused.refusal(), session);
            }
            case PeerCheck.Verdict.Allowed(PeerSlot slot, AllowedCertificate certificate) -> {
                if (event.rekey() && slot.equals(session.slot())) {
                    session.protocol().approveRekey(now, session);
                } else if (event.rekey()) {
                    session.protocol().refuse(now, "another peer than before", session);
                } else {
                    admit(now, session, slot, certificate, event);
                }
            }
        }
    }

    private void admit(
            long now,
            VpnSession session,
            PeerSlot slot,
            AllowedCertificate certificate,
            Event.PeerAuthenticating event) {
        Roster current = roster;
        ServerSettings currentSettings = settings;
        VpnSession old = slot.session();
        if (old != null) {
            close(now, old, "REPLACED", "the peer connected anew");
        }
        closeNeighbours(now, session);
        int dataId = tables.assignDataId(session, lanes.preferred(slot, session));
        if (dataId == VpnSession.NO_DATA_ID || current == null || currentSettings == null) {
            session.protocol().refuse(now, "secure server is full", session);
            return;
        }
        PeerInfo info = event.info();
        ClientDescription client =
                ClientDescription.of(info, SettingsCheck.tunMtu(currentSettings));
        boolean sharedKey = event.identity().clientKey().isEmpty();
        session.admitted(slot, certificate, client, sharedKey, dataId);
        lanes.settle(session);
        slot.attach(session);
        TcpConnection connection = session.connection();
        if (connection != null) {
            connection.authenticated();
        }
        if (slot.kind() == PeerKind.NODE && info.values().containsKey(SUBNETS_KEY)) {
            announce(current, slot, info.value(SUBNETS_KEY));
            lanes.install(current.routes());
            spreadRoutes(now, current, session);
        }
        Admission admission = admission(current, currentSettings, slot, dataId);
        session.pushed(admission.routes(), admission.dns());
        session.protocol().admit(now, admission, session);
    }

    /// Who has proven who it is at an address takes the place of whoever was there before: packets
    /// without a peer id are known by their address alone.
    private void closeNeighbours(long now, VpnSession session) {
        for (VpnSession other : List.copyOf(tables.neighbours(session))) {
            if (other != session && other.slot() != null && !other.isEnded()) {
                close(now, other, "REPLACED", "another peer connected from its address");
            }
        }
    }

    private void spreadRoutes(long now, Roster current, @Nullable VpnSession except) {
        liveRoutes.spread(
                now,
                current,
                pushedNames(),
                except,
                (session, defect) -> fail(now, session, defect));
    }

    private Admission.Dns pushedNames() {
        return settings == null ? Admission.Dns.NONE : PushedNames.of(settings);
    }

    private boolean letsOldClientsIn() {
        ServerSettings current = settings;
        return current != null && current.tlsCryptKey() != null;
    }

    private static Admission admission(
            Roster roster, ServerSettings settings, PeerSlot slot, int dataId) {
        VpnNetworks networks = roster.networks();
        int address = slot.profile().vpnAddress();
        Admission ipv4Only =
                new Admission(
                                dataId,
                                Ipv4Text.toInetAddress(address),
                                networks.ipv4().length(),
                                Ipv4Text.toInetAddress(networks.gateway()),
                                roster.routesFor(slot),
                                Duration.ofSeconds(settings.pingSeconds()),
                                Duration.ofSeconds(settings.pingRestartSeconds()),
                                Duration.ofSeconds(settings.renegotiateSeconds()))
                        .withTunMtu(SettingsCheck.tunMtu(settings))
                        .withDns(PushedNames.to(slot, PushedNames.of(settings)));
        return networks.tunnelIpv6(address).map(ipv4Only::withIpv6).orElse(ipv4Only);
    }

    private void announce(Roster current, PeerSlot node, String announcement) {
        List<ServerEvent.SubnetsAnnounced.Verdict> verdicts = new ArrayList<>();
        for (SubnetRules.Verdict verdict : current.announce(node, announcement)) {
            verdicts.add(
                    new ServerEvent.SubnetsAnnounced.Verdict(
                            verdict.text(), verdict.accepted(), verdict.refusal()));
            if (!verdict.accepted()) {
                log.warn(
                        "node %s announced %s: refused, %s"
                                .formatted(node.id(), verdict.text(), verdict.refusal()));
            }
        }
        events.add(
                new ServerEvent.SubnetsAnnounced(clock.instant(), node.id().toString(), verdicts));
    }

    private void started(VpnSession session, Event.Established established) {
        PeerSlot slot = session.slot();
        if (slot == null || session.isEnded()) {
            return;
        }
        session.started(clock.instant(), established);
        events.add(new ServerEvent.SessionStarted(clock.instant(), session.info()));
        if (!session.untold().isEmpty()) {
            tellUntold(session);
        }
        log.info(
                "%s connected from %s over %s, VPN address %s, %s, %s"
                        .formatted(
                                session.name(),
                                session.remoteText(),
                                session.protocol().transport().name().toLowerCase(Locale.ROOT),
                                Ipv4Text.of(slot.profile().vpnAddress()),
                                established.cipher(),
                                established.tlsVersion()));
    }

    /// Tells the portal what a live session lacks.
    private void tellUntold(VpnSession session) {
        PeerSlot slot = session.slot();
        if (slot != null && session.isLive()) {
            events.add(session.untold().event(clock.instant(), session, slot));
        }
    }

    private void closed(long now, VpnSession session, CloseReason reason, String text) {
        if (reason == CloseReason.TLS_FAILURE && session.slot() == null) {
            // JSSE puts the alert's name in front, which says nothing to an operator.
            refused(now, session, null, text.replaceFirst("^\\(\\w+\\) ", ""));
        }
        end(session, reason.name());
        forget(session);
    }

    private void forget(VpnSession session) {
        tables.remove(session);
        TcpConnection connection = session.connection();
        if (connection != null && tables.on(connection).isEmpty()) {
            connection.closeAfterFlush();
        }
    }

    /// From here on nothing is routed for the session, and the portal knows.
    private void end(VpnSession session, String reason) {
        PeerSlot slot = session.slot();
        if (slot != null) {
            slot.detach(session);
        }
        if (slot != null && session.isLive()) {
            events.add(
                    new ServerEvent.SessionEnded(
                            clock.instant(),
                            session.id().toString(),
                            slot.id().toString(),
                            reason,
                            session.meter().bytesReceived(),
                            session.meter().bytesSent()));
            log.info("%s disconnected: %s".formatted(session.name(), reason));
        }
        session.ended();
    }

    private void refused(long now, VpnSession session, @Nullable String peerId, String reason) {
        String who = peerId == null ? session.address().getAddress().getHostAddress() : peerId;
        if (throttle.mayTell(now, who, reason)) {
            String from = session.remoteText();
            events.add(new ServerEvent.PeerRefused(clock.instant(), peerId, from, reason));
            log.warn("refused %s from %s: %s".formatted(who, from, reason));
        }
    }
}
