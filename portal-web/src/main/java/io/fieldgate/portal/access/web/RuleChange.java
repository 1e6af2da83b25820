package io.fieldgate.portal.access.web;

import io.fieldgate.portal.access.Previews;
import io.fieldgate.portal.access.RuleInput;
import io.fieldgate.portal.access.RulePreview;
import io.fieldgate.portal.access.RuleView;
import io.fieldgate.portal.access.Rules;
import io.fieldgate.portal.access.Subject;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.web.Flash;
import io.fieldgate.portal.shared.web.FormFaults;
import io.fieldgate.portal.shared.web.PageController;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
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

/// Adds and removes rules in two steps: first what would change, then the change.
@PageController
@PreAuthorize("hasRole('ADMIN')")
class RuleChange {
    private static final String PREVIEW = "access/rule-preview";

    private final RuleModel pages;
    private final Rules rules;
    private final Previews previews;
    private final PreviewModel preview;

    RuleChange(RuleModel pages, Rules rules, Previews previews, PreviewModel preview) {
        this.pages = pages;
        this.rules = rules;
        this.previews = previews;
        this.preview = preview;
    }

    @PostMapping("/clients/{id}/rules/preview")
    String previewOfClient(
            @PathVariable UUID id,
            @ModelAttribute("ruleForm") RuleForm form,
            BindingResult result,
            @RequestParam(defaultValue = "") String remove,
            Model model,
            HttpServletResponse response) {
        boolean shown = look(new Subject.Client(id), form, remove, result, model);
        return shown ? PREVIEW : refused(response, pages.client(id, model));
    }

    @PostMapping("/groups/{id}/rules/preview")
    String previewOfGroup(
            @PathVariable UUID id,
            @ModelAttribute("ruleForm") RuleForm form,
            BindingResult result,
            @RequestParam(defaultValue = "") String remove,
            Model model,
            HttpServletResponse response) {
        boolean shown = look(new Subject.Group(id), form, remove, result, model);
        return shown ? PREVIEW : refused(response, pages.group(id, model));
    }

    /// From a node's page, where it is also picked whose rule it becomes.
    @PostMapping("/nodes/{id}/access/preview")
    String previewOfNode(
            @PathVariable UUID id,
            @ModelAttribute("ruleForm") RuleForm form,
            BindingResult result,
            Model model,
            HttpServletResponse response) {
        try {
            if (look(subject(form.who()), form, "", result, model)) {
                return PREVIEW;
            }
        } catch (RefusedException e) {
            FormFaults.show(e, result, "who");
        }
        return refused(response, pages.node(id, model));
    }

    @PostMapping("/clients/{id}/rules")
    String saveOfClient(
            @PathVariable UUID id,
            @ModelAttribute("ruleForm") RuleForm form,
            @RequestParam(defaultValue = "") String remove,
            RedirectAttributes next) {
        save(new Subject.Client(id), form, remove, next);
        return "redirect:" + back(form, "/clients/" + id + "/rules");
    }

    @PostMapping("/groups/{id}/rules")
    String saveOfGroup(
            @PathVariable UUID id,
            @ModelAttribute("ruleForm") RuleForm form,
            @RequestParam(defaultValue = "") String remove,
            RedirectAttributes next) {
        save(new Subject.Group(id), form, remove, next);
        return "redirect:" + back(form, "/groups/" + id);
    }

    /// The page with the form again, and what was wrong.
    private static String refused(HttpServletResponse response, String page) {
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return page;
    }

    private boolean look(
            Subject subject, RuleForm form, String remove, BindingResult result, Model model) {
        try {
            RulePreview changes = previews.preview(subject, wanted(subject, form, remove));
            preview.fill(subject, form, remove, changes, model);
            return true;
        } catch (RefusedException e) {
            FormFaults.show(atField(e), result, "targets");
            return false;
        }
    }

    private void save(Subject subject, RuleForm form, String remove, RedirectAttributes next) {
        rules.replace(subject, wanted(subject, form, remove));
        Flash.done(
                next,
                remove.isEmpty()
                        ? "The rule is in force within a second."
                        : "The rule is removed.");
    }

    private List<RuleInput> wanted(Subject subject, RuleForm form, String remove) {
        List<RuleInput> wanted = new ArrayList<>();
        for (RuleView rule : rules.of(subject)) {
            if (!rule.id().toString().equals(remove)) {
                wanted.add(rule.input());
            }
        }
        if (remove.isEmpty()) {
            wanted.addAll(form.inputs());
        }
        return wanted;
    }

    /// The service names fields as the API does, `[0].ports`; the form has one rule.
    private static RefusedException atField(RefusedException e) {
        String field = e.refusal().field();
        return field == null || !field.contains("].")
                ? e
                : RefusedException.invalid(
                        field.substring(field.indexOf("].") + 2), e.refusal().detail());
    }

    private static String back(RuleForm form, String otherwise) {
        return form.node().isEmpty() ? otherwise : "/nodes/" + id(form.node()) + "/access";
    }

    private static Subject subject(String who) {
        if (who.startsWith("client:")) {
            return new Subject.Client(id(who.substring(7)));
        }
        if (who.startsWith("group:")) {
            return new Subject.Group(id(who.substring(6)));
        }
        throw RefusedException.invalid("who", "Choose a client or a group.");
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw RefusedException.notFound("page");
        }
    }
}
