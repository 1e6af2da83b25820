package io.fieldgate.portal.fleet;

import io.fieldgate.contract.control.RuleHits;
import io.fieldgate.contract.control.ServerEvent;
import io.fieldgate.contract.control.ServerReport;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Takes in what secure servers report.
///
/// Each report is applied once, whole or not at all: the row of the control link is locked,
/// remembers boot and sequence, and is written in the same transaction as everything else.
@Service
public class ReportBook {
    /// Events in one report; a secure server that has more to tell sends several.
    static final int MAX_EVENTS = 50_000;

    static final String BOOT_OVER = "SERVER_RESTARTED";
    static final String NOT_IN_SNAPSHOT = "LOST";

    private final ServerStates servers;
    private final InstanceTable instances;
    private final LinkTable links;
    private final SessionTable sessions;
    private final PresenceTable presence;
    private final RefusalTable refusals;
    private final AnnouncedSubnets announced;
    private final ObjectProvider<ReportFollower> followers;
    private final Clock clock;

    ReportBook(
            ServerStates servers,
            InstanceTable instances,
            LinkTable links,
            SessionTable sessions,
            PresenceTable presence,
            RefusalTable refusals,
            AnnouncedSubnets announced,
            ObjectProvider<ReportFollower> followers,
            Clock clock) {
        this.servers = servers;
        this.instances = instances;
        this.links = links;
        this.sessions = sessions;
        this.presence = presence;
        this.refusals = refusals;
        this.announced = announced;
        this.followers = followers;
        this.clock = clock;
    }

    /// Applies a report of this secure server; one that was applied before changes nothing.
    ///
    /// @throws MalformedReportException if it cannot be understood
    @Transactional
    public void apply(UUID tenantId, UUID serverId, ServerReport report) {
        Instant now = clock.instant();
        UUID bootId = ReportText.id("bootId", report.bootId());
        if (report.events().size() > MAX_EVENTS) {
            throw new MalformedReportException("more than " + MAX_EVENTS + " events");
        }
        if (!servers.lock(serverId)) {
            return;
        }
        ControlLink link = links.lock(tenantId, serverId);
        if (!isNews(link, bootId, report.sequence())) {
            links.touch(tenantId, serverId, now);
            return;
        }
        boolean restarted = link.bootId().isPresent() && !link.bootId().get().equals(bootId);
        if (restarted) {
            links.bury(tenantId, serverId, link.bootId().get(), now);
            sessions.endAllExcept(serverId, List.of(), now, BOOT_OVER);
        }
        Set<UUID> ended = new HashSet<>();
        for (ServerEvent event : report.events()) {
            apply(serverId, bootId, event, now);
            if (event instanceof ServerEvent.SessionEnded end) {
                ended.add(ReportText.id("peerId", end.peerId()));
            }
        }
        if (report.sessions() != null) {
            reconcile(serverId, bootId, SessionFacts.parseAll(report.sessions(), now), now);
        }
        List<RuleHits> hits = report.ruleHits();
        if (hits != null && !hits.isEmpty()) {
            followers.forEach(each -> each.ruleHits(serverId, bootId, hits, now));
        }
        links.store(serverId, bootId, report, ReportText.printable(report.problem()), now);
        if (restarted || report.sessions() != null || !report.events().isEmpty()) {
            presence.follow(serverId, ended);
        }
        instances.reported(serverId);
        servers.refresh(serverId);
    }

    /// Notes that the secure server has asked for its state.
    @Transactional
    public void touch(UUID tenantId, UUID serverId) {
        links.touch(tenantId, serverId, clock.instant());
    }

    private boolean isNews(ControlLink link, UUID bootId, long sequence) {
        if (link.bootId().isPresent() && link.bootId().get().equals(bootId)) {
            return sequence > link.lastSequence();
        }
        return !links.isPast(link.secureServerId(), bootId);
    }

    private void apply(UUID serverId, UUID bootId, ServerEvent event, Instant now) {
        switch (event) {
            case ServerEvent.SessionStarted started ->
                    sessions.putLive(
                            serverId, bootId, List.of(SessionFacts.parse(started.session(), now)));
            case ServerEvent.SessionEnded ended ->
                    sessions.end(
                            serverId,
                            ReportText.id("sessionId", ended.sessionId()),
                            ReportText.notAfter(now, ended.at()),
                            ReportText.printable(ended.reason()),
                            ReportText.count(ended.bytesReceived()),
                            ReportText.count(ended.bytesSent()));
            case ServerEvent.PeerRefused refused -> {
                if (refused.peerId() != null) {
                    refusals.put(
                            serverId,
                            ReportText.id("peerId", refused.peerId()),
                            new PeerRefusal(
                                    ReportText.notAfter(now, refused.at()),
                                    ReportText.printable(refused.remoteAddress()),
                                    ReportText.printable(refused.reason())));
                }
            }
            case ServerEvent.SubnetsAnnounced subnets ->
                    announced.replace(
                            serverId, ReportText.id("peerId", subnets.peerId()), subnets.subnets());
            case ServerEvent.RoutesUntold untold ->
                    sessions.untold(
                            serverId,
                            ReportText.id("sessionId", untold.sessionId()),
                            UntoldSubnets.parse(untold.prefixes(), untold.more()));
            case ServerEvent.ProbeAnswered answer -> {
                UUID probeId = ReportText.id("probeId", answer.probeId());
                followers.forEach(each -> each.probeAnswered(serverId, probeId, answer, now));
            }
        }
    }

    private void reconcile(UUID serverId, UUID bootId, List<SessionFacts> snapshot, Instant now) {
        List<UUID> live = snapshot.stream().map(SessionFacts::sessionId).toList();
        sessions.endAllExcept(serverId, live, now, NOT_IN_SNAPSHOT);
        sessions.putLive(serverId, bootId, snapshot);
    }
}
