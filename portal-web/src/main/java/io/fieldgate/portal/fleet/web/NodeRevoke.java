package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.NodeView;
import io.fieldgate.portal.fleet.Nodes;
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

/// Revokes a node, with a reason and a second thought.
@PageController
@PreAuthorize("hasRole('ADMIN')")
class NodeRevoke {
    private final Nodes nodes;
    private final NodePage page;

    NodeRevoke(Nodes nodes, NodePage page) {
        this.nodes = nodes;
        this.page = page;
    }

    @PostMapping("/nodes/{id}/revoke")
    String revoke(
            @PathVariable UUID id,
            @ModelAttribute("revokeForm") RevokeForm form,
            BindingResult result,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        NodeView node = nodes.get(id);
        if (!form.confirmed()) {
            result.rejectValue("sure", "not-confirmed", "Please tick the box, if you are sure.");
        }
        if (!result.hasErrors()) {
            try {
                nodes.revoke(id, form.reason());
                Flash.done(next, "The node is revoked. Its connection is cut.");
                return "redirect:/nodes/" + id;
            } catch (RefusedException e) {
                FormFaults.show(e, result, "reason");
            }
        }
        page.fill(node, model);
        model.addAttribute("subnetForm", SubnetForm.empty());
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return "fleet/node";
    }
}
