package io.fieldgate.portal.tenant.web;

import io.fieldgate.portal.shared.SliceRequest;
import io.fieldgate.portal.shared.web.PageController;
import io.fieldgate.portal.shared.web.Place;
import io.fieldgate.portal.tenant.TenantView;
import io.fieldgate.portal.tenant.Tenants;
import java.util.List;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/// Shows the tenants. Whoever has but one goes straight to it.
@PageController
@PreAuthorize("hasRole('VIEWER')")
class TenantListPage {
    private final Tenants tenants;

    TenantListPage(Tenants tenants) {
        this.tenants = tenants;
    }

    @GetMapping("/")
    String start() {
        List<TenantView> all = tenants.list(SliceRequest.first()).items();
        return all.size() == 1 ? "redirect:/tenants/" + all.getFirst().id() : "redirect:/tenants";
    }

    @GetMapping("/tenants")
    String list(Model model) {
        model.addAttribute("place", Place.top());
        model.addAttribute("tenants", tenants.list(SliceRequest.first()).items());
        return "tenant/tenants";
    }
}
