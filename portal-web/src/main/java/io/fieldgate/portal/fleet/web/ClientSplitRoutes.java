package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.Clients;
import io.fieldgate.portal.shared.web.Flash;
import io.fieldgate.portal.shared.web.PageController;
import java.util.UUID;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Lets the sites win against the client's own network where both use the same subnet, or not.
@PageController
@PreAuthorize("hasRole('ENGINEER')")
class ClientSplitRoutes {
    private final Clients clients;

    ClientSplitRoutes(Clients clients) {
        this.clients = clients;
    }

    @PostMapping("/clients/{id}/split-routes")
    String change(@PathVariable UUID id, @RequestParam boolean on, RedirectAttributes next) {
        clients.splitRoutes(id, on);
        Flash.done(
                next,
                on
                        ? "The sites win now where your own network uses the same subnet."
                        : "Your own network wins again where a site uses the same subnet.");
        return "redirect:/clients/" + id;
    }
}
