package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.ClientView;
import io.fieldgate.portal.fleet.Clients;
import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.shared.web.PageController;
import java.util.UUID;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// Shows a client.
@PageController
@PreAuthorize("hasRole('VIEWER')")
class ClientPage {
    private final Clients clients;
    private final SecureServers servers;
    private final PeerViews views;
    private final Places places;
    private final ClientSites sites;
    private final ClientLink link;

    ClientPage(
            Clients clients,
            SecureServers servers,
            PeerViews views,
            Places places,
            ClientSites sites,
            ClientLink link) {
        this.clients = clients;
        this.servers = servers;
        this.views = views;
        this.places = places;
        this.sites = sites;
        this.link = link;
    }

    @GetMapping("/clients/{id}")
    String page(@PathVariable UUID id, Model model) {
        fill(clients.get(id), model);
        model.addAttribute("revokeForm", RevokeForm.empty());
        return "fleet/client";
    }

    @GetMapping("/clients/{id}/live")
    String live(@PathVariable UUID id, Model model) {
        model.addAttribute("peer", views.of(clients.get(id)));
        return "fleet/client-update";
    }

    /// Fills in all but the forms.
    void fill(ClientView client, Model model) {
        SecureServerView server = servers.get(client.secureServerId());
        model.addAttribute("place", places.server(server));
        model.addAttribute("oldClients", server.oldClients());
        model.addAttribute("peer", views.of(client));
        model.addAttribute("sites", sites.card(server, client));
        model.addAttribute("link", link.card(client));
    }
}
