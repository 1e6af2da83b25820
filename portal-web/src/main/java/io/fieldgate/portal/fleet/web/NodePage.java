package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.NodeView;
import io.fieldgate.portal.fleet.Nodes;
import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.shared.web.PageController;
import java.util.UUID;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// Shows a node.
@PageController
@PreAuthorize("hasRole('VIEWER')")
class NodePage {
    private final Nodes nodes;
    private final SecureServers servers;
    private final PeerViews views;
    private final Places places;

    NodePage(Nodes nodes, SecureServers servers, PeerViews views, Places places) {
        this.nodes = nodes;
        this.servers = servers;
        this.views = views;
        this.places = places;
    }

    @GetMapping("/nodes/{id}")
    String page(@PathVariable UUID id, Model model) {
        fill(nodes.get(id), model);
        model.addAttribute("revokeForm", RevokeForm.empty());
        model.addAttribute("subnetForm", SubnetForm.empty());
        return "fleet/node";
    }

    @GetMapping("/nodes/{id}/live")
    String live(@PathVariable UUID id, Model model) {
        model.addAttribute("peer", views.of(nodes.get(id)));
        return "fleet/node-update";
    }

    /// Fills in all but the forms.
    void fill(NodeView node, Model model) {
        SecureServerView server = servers.get(node.secureServerId());
        model.addAttribute("place", places.server(server));
        model.addAttribute("oldClients", server.oldClients());
        model.addAttribute("peer", views.of(node));
    }
}
