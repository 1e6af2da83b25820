package io.fieldgate.portal.fleet;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.portal.audit.AuditEvent;
import io.fieldgate.portal.audit.AuditLog;
import io.fieldgate.portal.certificate.Certificates;
import io.fieldgate.portal.certificate.ServerKeys;
import io.fieldgate.portal.shared.DisplayName;
import io.fieldgate.portal.shared.PublicAddress;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import io.fieldgate.portal.shared.Uniqueness;
import io.fieldgate.portal.tenant.Tenants;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Creates, finds and deletes secure servers.
@Service
public class SecureServers {
    private final SecureServerRepository servers;
    private final FleetRows rows;
    private final VpnPorts ports;
    private final Tenants tenants;
    private final EntityManager entities;
    private final Certificates certificates;
    private final ServerKeys serverKeys;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final LinkTable links;
    private final AnnouncementPolicy announcements;
    private final PublicAddress address;
    private final Clock clock;

    SecureServers(
            SecureServerRepository servers,
            FleetRows rows,
            VpnPorts ports,
            Tenants tenants,
            EntityManager entities,
            Certificates certificates,
            ServerKeys serverKeys,
            AuditLog audit,
            ApplicationEventPublisher events,
            LinkTable links,
            AnnouncementPolicy announcements,
            PublicAddress address,
            Clock clock) {
        this.servers = servers;
        this.rows = rows;
        this.ports = ports;
        this.tenants = tenants;
        this.entities = entities;
        this.certificates = certificates;
        this.serverKeys = serverKeys;
        this.audit = audit;
        this.events = events;
        this.links = links;
        this.announcements = announcements;
        this.address = address;
        this.clock = clock;
    }

    /// Creates a secure server of a tenant; its process starts soon after.
    @Transactional
    public SecureServerView create(
            UUID tenantId, @Nullable String rawName, @Nullable RoutingMode mode) {
        tenants.get(tenantId);
        DisplayName name = DisplayName.parse("name", rawName);
        if (mode == null) {
            throw RefusedException.invalid("mode", "Choose a routing mode, such as ONE_TO_MANY.");
        }
        if (servers.existsByTenantIdAndNameKeyAndDeletedAtIsNull(tenantId, name.key())) {
            throw RefusedException.nameTaken("secure server", name.text());
        }
        VpnPorts.Place place = ports.choose(servers.networksOf(tenantId));
        SecureServer server =
                new SecureServer(
                        tenantId,
                        name,
                        mode,
                        place.network(),
                        place.port(),
                        clock.instant().truncatedTo(ChronoUnit.MICROS));
        entities.persist(server);
        Uniqueness.flush(entities, () -> RefusedException.nameTaken("secure server", name.text()));
        ports.take(server.id(), place);
        record("secure-server.create", server, mode.name());
        events.publishEvent(new SecureServerCreated(tenantId, server.id()));
        return view(server);
    }

    @Transactional(readOnly = true)
    public SecureServerView get(UUID id) {
        return view(rows.server(id));
    }

    /// The secure servers of a tenant, by name.
    @Transactional(readOnly = true)
    public Slice<SecureServerView> list(UUID tenantId, SliceRequest request) {
        tenants.get(tenantId);
        List<SecureServer> found =
                servers.slice(
                        tenantId,
                        request.pattern(),
                        request.after().nameKey(),
                        request.after().id(),
                        request.rowLimit());
        return Slice.of(
                found,
                request,
                server -> new SliceRequest.Position(server.nameKey(), server.id()),
                this::view);
    }

    private SecureServerView view(SecureServer server) {
        return server.view(
                address.host(),
                tenants.get(server.tenantId()).dnsDomain(),
                links.droppedPackets(server.id()));
    }

    /// Changes what an admin may change of a secure server. IPv6 and MTU take effect for a node or
    /// client when it dials in next.
    @Transactional
    public SecureServerView change(UUID id, ServerChange change) {
        change.check();
        SecureServer server = rows.lockServer(id);
        if (Boolean.TRUE.equals(change.oldClients())) {
            serverKeys.oldClientKeyOf(server.tenantId(), id);
        }
        server.change(change);
        CoveringNetworks covering = change.covering();
        if (covering != null) {
            covering.check(server.networks(), address.host());
        }
        announcements.changed(server, change.announcements());
        record("secure-server.change", server, change.words());
        events.publishEvent(new SecureServerChanged(id, server.revision()));
        return view(server);
    }

    /// Deletes a secure server with its nodes and clients. Its process is stopped soon after.
    @Transactional
    public void delete(UUID id) {
        SecureServer server = rows.lockServer(id);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        server.delete(now);
        certificates.revokeServer(id);
        record("secure-server.delete", server, "");
        events.publishEvent(new SecureServerDeleted(server.tenantId(), id));
        events.publishEvent(new SecureServerChanged(id, server.revision()));
    }

    /// Forgets a deleted secure server: nothing of it runs any more. Frees its port.
    @Transactional
    public void purge(UUID id) {
        servers.lock(id)
                .filter(SecureServer::deleted)
                .ifPresent(server -> {
                    ports.free(id);
                    entities.remove(server);
                });
    }

    /// Moves a secure server to another free port, because somebody else listens on its own. Only
    /// while no profile with the port has been handed out.
    ///
    /// @return the new port
    @Transactional
    public int moveToAnotherPort(UUID id) {
        SecureServer server = rows.lockServer(id);
        int before = server.port();
        if (!certificates.allowlists(servers.peerIds(id)).isEmpty()) {
            throw FleetRefusals.portHandedOut(before);
        }
        server.moveTo(ports.move(id, before));
        record("secure-server.move", server, "port " + before + " to " + server.port());
        return server.port();
    }

    private void record(String action, SecureServer server, String detail) {
        audit.record(
                new AuditEvent(
                        action,
                        server.tenantId(),
                        "secure-server",
                        server.id(),
                        server.name(),
                        detail));
    }
}
