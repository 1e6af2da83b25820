package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.shared.web.Place;
import io.fieldgate.portal.tenant.Tenants;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Tells where a page of the fleet stands.
@Component
class Places {
    private final Tenants tenants;

    Places(Tenants tenants) {
        this.tenants = tenants;
    }

    Place tenant(UUID id) {
        return Place.tenant(id, tenants.get(id).name());
    }

    Place server(SecureServerView server) {
        return tenant(server.tenantId()).server(server.id(), server.name());
    }
}
