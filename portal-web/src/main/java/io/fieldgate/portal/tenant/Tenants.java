package io.fieldgate.portal.tenant;

import io.fieldgate.portal.audit.AuditEvent;
import io.fieldgate.portal.audit.AuditLog;
import io.fieldgate.portal.shared.DisplayName;
import io.fieldgate.portal.shared.DnsLabel;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.Scope;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import io.fieldgate.portal.shared.Uniqueness;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Creates and finds tenants. What lies outside of the caller's scope does not exist.
@Service
public class Tenants {
    private final TenantRepository tenants;
    private final EntityManager entities;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Tenants(
            TenantRepository tenants,
            EntityManager entities,
            AuditLog audit,
            ApplicationEventPublisher events,
            Clock clock) {
        this.tenants = tenants;
        this.entities = entities;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /// Creates a tenant; its name is unique in the installation.
    @Transactional
    public TenantView create(@Nullable String rawName) {
        DisplayName name = DisplayName.parse("name", rawName);
        if (tenants.existsByNameKey(name.key())) {
            throw RefusedException.nameTaken("tenant", name.text());
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String label = DnsLabel.unique(name.text(), "tenant", tenants::existsByLabel);
        Tenant tenant = new Tenant(UUID.randomUUID(), name.text(), name.key(), label, now);
        entities.persist(tenant);
        Uniqueness.flush(entities, () -> RefusedException.nameTaken("tenant", name.text()));
        audit.record(
                new AuditEvent("tenant.create", tenant.id(), "tenant", tenant.id(), name.text()));
        events.publishEvent(new TenantCreated(tenant.id()));
        return tenant.view();
    }

    /// The tenant, or a refusal if it does not exist for the caller.
    @Transactional(readOnly = true)
    public TenantView get(UUID id) {
        return tenants.findById(id)
                .filter(tenant -> Scope.current().covers(tenant.id()))
                .map(Tenant::view)
                .orElseThrow(() -> RefusedException.notFound("tenant"));
    }

    /// The tenants that the caller may see, by name.
    @Transactional(readOnly = true)
    public Slice<TenantView> list(SliceRequest request) {
        var rows =
                tenants.slice(
                        request.pattern(),
                        request.after().nameKey(),
                        request.after().id(),
                        request.rowLimit());
        return Slice.of(
                rows,
                request,
                tenant -> new SliceRequest.Position(tenant.nameKey(), tenant.id()),
                Tenant::view);
    }
}
