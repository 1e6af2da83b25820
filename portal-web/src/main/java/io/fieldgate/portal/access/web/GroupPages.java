package io.fieldgate.portal.access.web;

import io.fieldgate.portal.access.Choices;
import io.fieldgate.portal.access.GroupView;
import io.fieldgate.portal.access.Groups;
import io.fieldgate.portal.access.Previews;
import io.fieldgate.portal.access.RulePreview;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.web.Flash;
import io.fieldgate.portal.shared.web.FormFaults;
import io.fieldgate.portal.shared.web.PageController;
import io.fieldgate.portal.shared.web.Place;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The groups of a secure server: lists and makes them, changes their members, removes them.
@PageController
@PreAuthorize("hasRole('VIEWER')")
class GroupPages {
    private final Groups groups;
    private final Choices choices;
    private final AccessPlaces places;
    private final Previews previews;
    private final PreviewModel preview;

    GroupPages(
            Groups groups,
            Choices choices,
            AccessPlaces places,
            Previews previews,
            PreviewModel preview) {
        this.groups = groups;
        this.choices = choices;
        this.places = places;
        this.previews = previews;
        this.preview = preview;
    }

    @GetMapping("/secure-servers/{id}/groups")
    String page(@PathVariable UUID id, Model model) {
        model.addAttribute("groupForm", GroupForm.empty());
        return fill(id, model);
    }

    @PostMapping("/secure-servers/{id}/groups")
    @PreAuthorize("hasRole('ADMIN')")
    String create(
            @PathVariable UUID id,
            @ModelAttribute("groupForm") GroupForm form,
            BindingResult result,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        try {
            GroupView group = groups.create(id, form.name(), form.wantedKind());
            Flash.done(next, "The group is made. Now choose who belongs to it.");
            return "redirect:/groups/" + group.id();
        } catch (RefusedException e) {
            FormFaults.show(e, result, "name");
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return fill(id, model);
    }

    /// Where it changes what anybody reaches, a page says so first.
    ///
    /// @param seen whether that page has been shown
    @PostMapping("/groups/{id}/members")
    @PreAuthorize("hasRole('ADMIN')")
    String members(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable List<UUID> members,
            @RequestParam(defaultValue = "false") boolean seen,
            Model model,
            RedirectAttributes next) {
        List<UUID> wanted = members == null ? List.of() : members;
        if (!seen) {
            RulePreview changes = previews.previewMembers(id, wanted);
            if (!changes.changesNothing()) {
                preview.fill(groups.get(id), wanted, changes, model);
                return "access/member-preview";
            }
        }
        groups.replaceMembers(id, wanted);
        Flash.done(next, "The members are saved.");
        return "redirect:/groups/" + id;
    }

    @PostMapping("/groups/{id}/remove")
    @PreAuthorize("hasRole('ADMIN')")
    String remove(@PathVariable UUID id, RedirectAttributes next) {
        try {
            GroupView group = groups.remove(id);
            Flash.done(next, "The group \"" + group.name() + "\" is removed.");
            return "redirect:/secure-servers/" + group.secureServerId() + "/groups";
        } catch (RefusedException e) {
            Flash.trouble(next, e.refusal().detail());
            return "redirect:/groups/" + id;
        }
    }

    private String fill(UUID serverId, Model model) {
        Place place = places.server(serverId);
        model.addAttribute("place", place);
        model.addAttribute("groups", choices.groups(serverId));
        return "access/groups";
    }
}
