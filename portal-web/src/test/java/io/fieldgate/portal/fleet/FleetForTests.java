package io.fieldgate.portal.fleet;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.ServerEvent;
import io.fieldgate.contract.control.ServerReport;
import io.fieldgate.contract.control.SessionInfo;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.tenant.Tenants;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Makes tenants, secure servers and peers, and the reports that their secure servers would send.
@Component
public class FleetForTests {
    private final Tenants tenants;
    private final SecureServers servers;
    private final Nodes nodes;
    private final Clients clients;

    FleetForTests(Tenants tenants, SecureServers servers, Nodes nodes, Clients clients) {
        this.tenants = tenants;
        this.servers = servers;
        this.nodes = nodes;
        this.clients = clients;
    }

    /// A secure server of a new tenant.
    public SecureServerView server() {
        return server(RoutingMode.ONE_TO_MANY);
    }

    /// A secure server of a new tenant.
    public SecureServerView server(RoutingMode mode) {
        return Scope.operator()
                .call(() -> {
                    UUID tenant = tenants.create("Tenant " + UUID.randomUUID()).id();
                    return servers.create(tenant, "Plant", mode);
                });
    }

    public UUID node(UUID serverId, String name, String... prefixes) {
        return Scope.operator()
                .call(() -> nodes.create(serverId, name, "", List.of(prefixes)).node().id());
    }

    public UUID client(UUID serverId, String name) {
        return Scope.operator().call(() -> clients.create(serverId, name, ClientKind.PERSON).id());
    }

    /// A session that began just now.
    public static SessionInfo session(UUID sessionId, UUID peerId) {
        return new SessionInfo(
                sessionId.toString(),
                peerId.toString(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                "192.0.2.7:40000",
                "udp",
                "100.64.0.2",
                "AES-256-GCM",
                "2.6.14",
                "linux",
                10,
                20);
    }

    static ServerEvent started(SessionInfo session) {
        return new ServerEvent.SessionStarted(session.since(), session);
    }

    static ServerEvent ended(SessionInfo session, String reason) {
        return new ServerEvent.SessionEnded(
                Instant.now(), session.sessionId(), session.peerId(), reason, 111, 222);
    }

    static ServerReport report(
            UUID serverId,
            UUID bootId,
            long sequence,
            @Nullable List<SessionInfo> snapshot,
            ServerEvent... events) {
        return new ServerReport(
                serverId.toString(),
                bootId.toString(),
                sequence,
                1,
                snapshot,
                List.of(events),
                Map.of("NO_ROUTE", 3L),
                50_000_000,
                null);
    }
}
