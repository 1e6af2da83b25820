package io.fieldgate.portal.access.web;

import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.shared.web.Place;
import io.fieldgate.portal.tenant.Tenants;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Tells where a page of this module stands.
@Component
class AccessPlaces {
    private final Tenants tenants;
    private final SecureServers servers;

    AccessPlaces(Tenants tenants, SecureServers servers) {
        this.tenants = tenants;
        this.servers = servers;
    }

    Place server(UUID id) {
        SecureServerView server = servers.get(id);
        return Place.tenant(server.tenantId(), tenants.get(server.tenantId()).name())
                .server(id, server.name());
    }
}
