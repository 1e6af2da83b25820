package io.fieldgate.portal.access;

import io.fieldgate.contract.control.RuleHits;
import io.fieldgate.contract.control.ServerEvent;
import io.fieldgate.contract.control.ServerReport;
import io.fieldgate.contract.control.SessionInfo;
import io.fieldgate.portal.fleet.FleetForTests;
import io.fieldgate.portal.fleet.ReportBook;
import io.fieldgate.portal.shared.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The reports of one secure server, as it would send them.
final class AccessForTests {
    private final ReportBook reports;
    private final UUID tenant;
    private final UUID server;
    private UUID boot = UUID.randomUUID();
    private final List<UUID> sessionIds = new ArrayList<>();
    private long sequence;

    AccessForTests(ReportBook reports, UUID tenant, UUID server) {
        this.reports = reports;
        this.tenant = tenant;
        this.server = server;
    }

    /// These are connected now, and nobody else.
    void connected(UUID... peers) {
        List<SessionInfo> sessions = new ArrayList<>();
        sessionIds.clear();
        for (UUID peer : peers) {
            sessionIds.add(UUID.randomUUID());
            sessions.add(FleetForTests.session(sessionIds.getLast(), peer));
        }
        send(sessions, List.of(), null);
    }

    /// The sessions of those that are connected, in their order.
    List<UUID> sessionIds() {
        return List.copyOf(sessionIds);
    }

    void happened(ServerEvent event) {
        send(null, List.of(event), null);
    }

    void hits(RuleHits... hits) {
        send(null, List.of(), List.of(hits));
    }

    /// The same report as the last one, as after an answer that got lost.
    void hitsAgain(RuleHits... hits) {
        sequence--;
        send(null, List.of(), List.of(hits));
    }

    void restart() {
        boot = UUID.randomUUID();
        sequence = 0;
    }

    private synchronized void send(
            @Nullable List<SessionInfo> sessions,
            List<ServerEvent> events,
            @Nullable List<RuleHits> hits) {
        sequence++;
        ServerReport report =
                new ServerReport(
                        server.toString(),
                        boot.toString(),
                        sequence,
                        1,
                        sessions,
                        events,
                        Map.of(),
                        50_000_000,
                        null,
                        hits);
        new Scope.Tenant(tenant).run(() -> reports.apply(tenant, server, report));
    }
}
