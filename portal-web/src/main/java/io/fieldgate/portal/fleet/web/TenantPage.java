package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.shared.SliceRequest;
import io.fieldgate.portal.shared.web.PageController;
import java.util.List;
import java.util.UUID;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// Shows a tenant with its secure servers.
@PageController
@PreAuthorize("hasRole('VIEWER')")
class TenantPage {
    private final SecureServers servers;
    private final Places places;

    TenantPage(SecureServers servers, Places places) {
        this.servers = servers;
        this.places = places;
    }

    @GetMapping("/tenants/{id}")
    String page(@PathVariable UUID id, Model model) {
        fill(id, model);
        return "fleet/tenant";
    }

    @GetMapping("/tenants/{id}/live")
    String live(@PathVariable UUID id, Model model) {
        fill(id, model);
        return "fleet/tenant-update";
    }

    private void fill(UUID id, Model model) {
        model.addAttribute("place", places.tenant(id));
        model.addAttribute("servers", rows(id));
    }

    private List<ServerRow> rows(UUID id) {
        return servers.list(id, SliceRequest.first()).items().stream()
                .map(TenantPage::row)
                .toList();
    }

    private static ServerRow row(SecureServerView server) {
        return new ServerRow(
                server.id().toString(),
                server.name(),
                Badges.of(server),
                ModeCard.of(server.mode()).word(),
                server.endpoints().stream()
                        .map(Endpoints::address)
                        .distinct()
                        .findFirst()
                        .orElse(""));
    }
}
