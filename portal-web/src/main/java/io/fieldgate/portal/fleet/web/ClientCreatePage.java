package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.ClientKind;
import io.fieldgate.portal.fleet.ClientView;
import io.fieldgate.portal.fleet.Clients;
import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.shared.RefusedException;
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

/// Adds a client.
@PageController
@PreAuthorize("hasRole('ADMIN')")
class ClientCreatePage {
    private final SecureServers servers;
    private final Clients clients;
    private final Places places;

    ClientCreatePage(SecureServers servers, Clients clients, Places places) {
        this.servers = servers;
        this.clients = clients;
        this.places = places;
    }

    @GetMapping("/secure-servers/{id}/clients/new")
    String form(@PathVariable UUID id, Model model) {
        model.addAllAttributes(surroundings(id));
        model.addAttribute("form", ClientForm.empty());
        return "fleet/client-new";
    }

    @PostMapping("/secure-servers/{id}/clients")
    ModelAndView create(
            @PathVariable UUID id, @ModelAttribute("form") ClientForm form, BindingResult result) {
        var surroundings = surroundings(id);
        try {
            ClientView client = clients.create(id, form.name(), kind(form));
            return new ModelAndView("redirect:/clients/" + client.id());
        } catch (RefusedException e) {
            FormFaults.show(e, result, "name");
            return new ModelAndView("fleet/client-new", HttpStatus.UNPROCESSABLE_CONTENT)
                    .addAllObjects(surroundings);
        }
    }

    private Map<String, Object> surroundings(UUID serverId) {
        return Map.of("place", places.server(servers.get(serverId)), "kinds", KindCard.all());
    }

    private static @Nullable ClientKind kind(ClientForm form) {
        return Arrays.stream(ClientKind.values())
                .filter(kind -> kind.name().equals(form.kind()))
                .findFirst()
                .orElse(null);
    }
}
