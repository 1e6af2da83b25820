package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.ClientView;
import io.fieldgate.portal.fleet.Clients;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.web.Flash;
import io.fieldgate.portal.shared.web.FormFaults;
import io.fieldgate.portal.shared.web.PageController;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Revokes a client, with a reason and a second thought.
@PageController
@PreAuthorize("hasRole('ADMIN')")
class ClientRevoke {
    private final Clients clients;
    private final ClientPage page;

    ClientRevoke(Clients clients, ClientPage page) {
        this.clients = clients;
        this.page = page;
    }

    @PostMapping("/clients/{id}/revoke")
    String revoke(
            @PathVariable UUID id,
            @ModelAttribute("revokeForm") RevokeForm form,
            BindingResult result,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        ClientView client = clients.get(id);
        if (!form.confirmed()) {
            result.rejectValue("sure", "not-confirmed", "Please tick the box, if you are sure.");
        }
        if (!result.hasErrors()) {
            try {
                clients.revoke(id, form.reason());
                Flash.done(next, "The client is revoked. Its connection is cut.");
                return "redirect:/clients/" + id;
            } catch (RefusedException e) {
                FormFaults.show(e, result, "reason");
            }
        }
        page.fill(client, model);
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return "fleet/client";
    }
}
