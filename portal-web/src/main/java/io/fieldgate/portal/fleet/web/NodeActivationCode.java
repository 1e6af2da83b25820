package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.Nodes;
import io.fieldgate.portal.shared.web.Flash;
import io.fieldgate.portal.shared.web.PageController;
import java.util.UUID;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Makes a new activation code for a node, in place of one that was lost.
@PageController
@PreAuthorize("hasRole('ADMIN')")
class NodeActivationCode {
    private final Nodes nodes;

    NodeActivationCode(Nodes nodes) {
        this.nodes = nodes;
    }

    @PostMapping("/nodes/{id}/activation-code")
    String renew(@PathVariable UUID id, RedirectAttributes next) {
        next.addFlashAttribute("activationCode", nodes.renewActivationCode(id).activationCode());
        Flash.done(next, "Here is a new activation code. The one before does not work any more.");
        return "redirect:/nodes/" + id;
    }
}
