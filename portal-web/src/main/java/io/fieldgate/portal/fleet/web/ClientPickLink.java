package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.PickLinks;
import io.fieldgate.portal.shared.Refusal;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.web.Flash;
import io.fieldgate.portal.shared.web.PageController;
import java.util.UUID;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Makes a client's personal link, in place of the one before, and withdraws it.
@PageController
@PreAuthorize("hasRole('ADMIN')")
class ClientPickLink {
    private final PickLinks links;

    ClientPickLink(PickLinks links) {
        this.links = links;
    }

    @PostMapping("/clients/{id}/pick-link")
    String make(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "" + PickLinks.DEFAULT_DAYS) int days,
            RedirectAttributes next) {
        return done(
                id,
                next,
                () -> {
                    next.addFlashAttribute("pickLink", links.make(id, days).url());
                    Flash.done(next, "Here is the link.");
                });
    }

    @PostMapping("/clients/{id}/pick-link/withdraw")
    String withdraw(@PathVariable UUID id, RedirectAttributes next) {
        return done(
                id,
                next,
                () -> {
                    links.withdraw(id);
                    Flash.done(next, "The link does not work any more.");
                });
    }

    private static String done(UUID id, RedirectAttributes next, Runnable action) {
        try {
            action.run();
        } catch (RefusedException e) {
            if (e.refusal().kind() == Refusal.Kind.NOT_FOUND) {
                throw e;
            }
            Flash.trouble(next, e.refusal().detail());
        }
        return "redirect:/clients/" + id + "#personal-link";
    }
}
