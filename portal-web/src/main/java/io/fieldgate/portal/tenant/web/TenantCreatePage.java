package io.fieldgate.portal.tenant.web;

import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.web.Flash;
import io.fieldgate.portal.shared.web.FormFaults;
import io.fieldgate.portal.shared.web.PageController;
import io.fieldgate.portal.shared.web.Place;
import io.fieldgate.portal.tenant.TenantView;
import io.fieldgate.portal.tenant.Tenants;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Creates a tenant.
@PageController
@PreAuthorize("hasRole('OPERATOR')")
class TenantCreatePage {
    private final Tenants tenants;

    TenantCreatePage(Tenants tenants) {
        this.tenants = tenants;
    }

    @GetMapping("/tenants/new")
    String form(Model model) {
        model.addAttribute("place", Place.top());
        model.addAttribute("form", TenantForm.empty());
        return "tenant/tenant-new";
    }

    @PostMapping("/tenants")
    ModelAndView create(
            @ModelAttribute("form") TenantForm form,
            BindingResult result,
            RedirectAttributes next) {
        try {
            TenantView tenant = tenants.create(form.name());
            Flash.done(next, "The tenant is ready. Now it needs a secure server.");
            return new ModelAndView("redirect:/tenants/" + tenant.id());
        } catch (RefusedException e) {
            FormFaults.show(e, result, "name");
            return new ModelAndView("tenant/tenant-new", HttpStatus.UNPROCESSABLE_CONTENT)
                    .addObject("place", Place.top());
        }
    }
}
