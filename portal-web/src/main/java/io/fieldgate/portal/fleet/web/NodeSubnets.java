package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.NodeView;
import io.fieldgate.portal.fleet.Nodes;
import io.fieldgate.portal.fleet.Subnets;
import io.fieldgate.portal.shared.Refusal;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Adds a subnet behind a node, and takes one away.
@PageController
@PreAuthorize("hasRole('ADMIN')")
class NodeSubnets {
    private final Nodes nodes;
    private final Subnets subnets;
    private final NodePage page;

    NodeSubnets(Nodes nodes, Subnets subnets, NodePage page) {
        this.nodes = nodes;
        this.subnets = subnets;
        this.page = page;
    }

    @PostMapping("/nodes/{id}/subnets")
    String add(
            @PathVariable UUID id,
            @ModelAttribute("subnetForm") SubnetForm form,
            BindingResult result,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        NodeView node = nodes.get(id);
        try {
            subnets.add(id, form.prefix());
            Flash.done(next, "The subnet " + form.prefix() + " is added.");
            return "redirect:/nodes/" + id;
        } catch (RefusedException e) {
            FormFaults.show(e, result, "prefix");
        }
        page.fill(node, model);
        model.addAttribute("revokeForm", RevokeForm.empty());
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return "fleet/node";
    }

    @PostMapping("/nodes/{id}/subnets/approve")
    String approve(@PathVariable UUID id, @RequestParam String prefix, RedirectAttributes next) {
        try {
            subnets.approve(id, prefix);
            Flash.done(next, "The subnet " + prefix + " is in force.");
        } catch (RefusedException e) {
            sayWhy(e, next);
        }
        return "redirect:/nodes/" + id;
    }

    @PostMapping("/nodes/{id}/subnets/refuse")
    String refuse(@PathVariable UUID id, @RequestParam String prefix, RedirectAttributes next) {
        try {
            subnets.refuse(id, prefix);
            Flash.done(
                    next,
                    "The subnet "
                            + prefix
                            + " is refused, also when the router announces it again.");
        } catch (RefusedException e) {
            sayWhy(e, next);
        }
        return "redirect:/nodes/" + id;
    }

    private static void sayWhy(RefusedException e, RedirectAttributes next) {
        if (e.refusal().kind() == Refusal.Kind.NOT_FOUND) {
            throw e;
        }
        Flash.trouble(next, e.refusal().detail());
    }

    @PostMapping("/nodes/{id}/subnets/remove")
    String remove(@PathVariable UUID id, @RequestParam String prefix, RedirectAttributes next) {
        subnets.remove(id, prefix);
        Flash.done(next, "The subnet " + prefix + " is removed.");
        return "redirect:/nodes/" + id;
    }
}
