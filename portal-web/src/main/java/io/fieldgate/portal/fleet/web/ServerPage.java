package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.shared.web.PageController;
import java.util.UUID;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// Shows a secure server with its nodes, its clients, and who is connected.
@PageController
@PreAuthorize("hasRole('VIEWER')")
class ServerPage {
    private final SecureServers servers;
    private final ServerViews views;
    private final Places places;

    ServerPage(SecureServers servers, ServerViews views, Places places) {
        this.servers = servers;
        this.views = views;
        this.places = places;
    }

    @GetMapping("/secure-servers/{id}")
    String page(@PathVariable UUID id, @RequestParam(defaultValue = "") String q, Model model) {
        SecureServerView server = servers.get(id);
        model.addAttribute("place", places.server(server));
        model.addAttribute("server", views.of(server, q));
        model.addAttribute("deleteForm", DeleteForm.empty());
        return "fleet/server";
    }

    @GetMapping("/secure-servers/{id}/live")
    String live(@PathVariable UUID id, @RequestParam(defaultValue = "") String q, Model model) {
        model.addAttribute("server", views.of(servers.get(id), q));
        return "fleet/server-update";
    }
}
