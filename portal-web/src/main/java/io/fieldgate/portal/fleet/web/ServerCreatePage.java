package io.fieldgate.portal.fleet.web;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.web.Flash;
import io.fieldgate.portal.shared.web.FormFaults;
import io.fieldgate.portal.shared.web.PageController;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

/// Creates a secure server.
@PageController
@PreAuthorize("hasRole('ADMIN')")
class ServerCreatePage {
    private final SecureServers servers;
    private final Places places;

    ServerCreatePage(SecureServers servers, Places places) {
        this.servers = servers;
        this.places = places;
    }

    @GetMapping("/tenants/{id}/secure-servers/new")
    String form(@PathVariable UUID id, Model model) {
        model.addAllAttributes(surroundings(id));
        model.addAttribute("form", ServerForm.empty());
        return "fleet/server-new";
    }

    @PostMapping("/tenants/{id}/secure-servers")
    ModelAndView create(
            @PathVariable UUID id,
            @ModelAttribute("form") ServerForm form,
            BindingResult result,
            RedirectAttributes next) {
        var surroundings = surroundings(id);
        try {
            SecureServerView server = servers.create(id, form.name(), mode(form));
            Flash.done(
                    next, "The secure server is being started. You can add nodes and clients now.");
            return new ModelAndView("redirect:/secure-servers/" + server.id());
        } catch (RefusedException e) {
            FormFaults.show(e, result, "name");
            return new ModelAndView("fleet/server-new", HttpStatus.UNPROCESSABLE_CONTENT)
                    .addAllObjects(surroundings);
        }
    }

    private Map<String, Object> surroundings(UUID tenantId) {
        return Map.of("place", places.tenant(tenantId), "modes", ModeCard.all());
    }

    private static @Nullable RoutingMode mode(ServerForm form) {
        return Arrays.stream(RoutingMode.values())
                .filter(mode -> mode.name().equals(form.mode()))
                .findFirst()
                .orElse(null);
    }
}
