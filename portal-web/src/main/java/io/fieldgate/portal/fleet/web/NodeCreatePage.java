package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.CreatedNode;
import io.fieldgate.portal.fleet.Nodes;
import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.web.FormFaults;
import io.fieldgate.portal.shared.web.PageController;
import io.fieldgate.portal.shared.web.Place;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Adds a node: name and description, nothing else.
@PageController
@PreAuthorize("hasRole('ADMIN')")
class NodeCreatePage {
    private final SecureServers servers;
    private final Nodes nodes;
    private final Places places;

    NodeCreatePage(SecureServers servers, Nodes nodes, Places places) {
        this.servers = servers;
        this.nodes = nodes;
        this.places = places;
    }

    @GetMapping("/secure-servers/{id}/nodes/new")
    String form(@PathVariable UUID id, Model model) {
        model.addAttribute("place", place(id));
        model.addAttribute("form", NodeForm.empty());
        return "fleet/node-new";
    }

    @PostMapping("/secure-servers/{id}/nodes")
    ModelAndView create(
            @PathVariable UUID id,
            @ModelAttribute("form") NodeForm form,
            BindingResult result,
            RedirectAttributes next) {
        Place place = place(id);
        try {
            CreatedNode created = nodes.create(id, form.name(), form.description(), List.of());
            next.addFlashAttribute("activationCode", created.activationCode());
            return new ModelAndView("redirect:/nodes/" + created.node().id());
        } catch (RefusedException e) {
            FormFaults.show(e, result, "name");
            return new ModelAndView("fleet/node-new", HttpStatus.UNPROCESSABLE_CONTENT)
                    .addObject("place", place);
        }
    }

    private Place place(UUID serverId) {
        return places.server(servers.get(serverId));
    }
}
