package io.fieldgate.portal.access.web;

import io.fieldgate.portal.shared.web.PageController;
import java.util.UUID;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// Shows rules: those of a client, those of a group with its members, those about a node.
@PageController
@PreAuthorize("hasRole('VIEWER')")
class RulePages {
    private final RuleModel pages;

    RulePages(RuleModel pages) {
        this.pages = pages;
    }

    @GetMapping("/clients/{id}/rules")
    String client(@PathVariable UUID id, Model model) {
        model.addAttribute("ruleForm", RuleForm.empty());
        return pages.client(id, model);
    }

    @GetMapping("/groups/{id}")
    String group(@PathVariable UUID id, Model model) {
        model.addAttribute("ruleForm", RuleForm.empty());
        return pages.group(id, model);
    }

    @GetMapping("/nodes/{id}/access")
    String node(@PathVariable UUID id, Model model) {
        model.addAttribute("ruleForm", RuleForm.empty());
        return pages.node(id, model);
    }
}
