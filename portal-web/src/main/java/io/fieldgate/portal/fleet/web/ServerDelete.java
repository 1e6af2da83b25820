package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.shared.web.Flash;
import io.fieldgate.portal.shared.web.PageController;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Deletes a secure server, if its name was typed.
@PageController
@PreAuthorize("hasRole('ADMIN')")
class ServerDelete {
    private final SecureServers servers;
    private final ServerViews views;
    private final Places places;

    ServerDelete(SecureServers servers, ServerViews views, Places places) {
        this.servers = servers;
        this.views = views;
        this.places = places;
    }

    @PostMapping("/secure-servers/{id}/delete")
    ModelAndView delete(
            @PathVariable UUID id,
            @ModelAttribute("deleteForm") DeleteForm form,
            BindingResult result,
            RedirectAttributes next) {
        SecureServerView server = servers.get(id);
        if (!form.typedName().equals(server.name())) {
            result.rejectValue(
                    "typedName", "name-differs", "This is not its name. Nothing was deleted.");
            return new ModelAndView("fleet/server", HttpStatus.UNPROCESSABLE_CONTENT)
                    .addObject("place", places.server(server))
                    .addObject("server", views.of(server, ""));
        }
        servers.delete(id);
        Flash.done(next, "The secure server \u201c" + server.name() + "\u201d is deleted.");
        return new ModelAndView("redirect:/tenants/" + server.tenantId());
    }
}
