package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.ClientView;
import io.fieldgate.portal.fleet.Clients;
import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.fleet.SiteSelectionView;
import io.fieldgate.portal.fleet.SiteSelections;
import io.fieldgate.portal.shared.Refusal;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.web.Flash;
import io.fieldgate.portal.shared.web.PageController;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Picks the sites whose own addresses a client reaches. Made for a phone: one tap is enough.
@PageController
class ClientSitesPage {
    private final Clients clients;
    private final SecureServers servers;
    private final SiteSelections selections;
    private final ClientSites sites;
    private final Places places;

    ClientSitesPage(
            Clients clients,
            SecureServers servers,
            SiteSelections selections,
            ClientSites sites,
            Places places) {
        this.clients = clients;
        this.servers = servers;
        this.selections = selections;
        this.sites = sites;
        this.places = places;
    }

    @GetMapping("/clients/{id}/sites")
    @PreAuthorize("hasRole('VIEWER')")
    String page(@PathVariable UUID id, @RequestParam(defaultValue = "") String q, Model model) {
        ClientView client = clients.get(id);
        model.addAttribute("place", places.server(servers.get(client.secureServerId())));
        model.addAttribute("client", id);
        model.addAttribute("picker", sites.picker(client, q));
        return "fleet/sites";
    }

    @GetMapping("/clients/{id}/sites/live")
    @PreAuthorize("hasRole('VIEWER')")
    String live(@PathVariable UUID id, @RequestParam(defaultValue = "") String q, Model model) {
        model.addAttribute("picker", sites.picker(clients.get(id), q));
        return "fleet/sites-update";
    }

    /// Selects this site alone.
    @PostMapping("/clients/{id}/sites")
    @PreAuthorize("hasRole('ENGINEER')")
    String select(@PathVariable UUID id, @RequestParam UUID site, RedirectAttributes next) {
        return done(
                id,
                () -> selections.select(id, List.of(site)),
                selection -> sites.nameOf(selection, site) + " is selected.",
                next);
    }

    /// Selects this site beside those that are selected.
    @PostMapping("/clients/{id}/sites/add")
    @PreAuthorize("hasRole('ENGINEER')")
    String add(@PathVariable UUID id, @RequestParam UUID site, RedirectAttributes next) {
        return done(
                id,
                () -> selections.add(id, site),
                selection -> sites.nameOf(selection, site) + " is selected too.",
                next);
    }

    /// Takes this site out of the selection.
    @PostMapping("/clients/{id}/sites/remove")
    @PreAuthorize("hasRole('ENGINEER')")
    String remove(@PathVariable UUID id, @RequestParam UUID site, RedirectAttributes next) {
        return done(
                id,
                () -> selections.remove(id, site),
                selection -> "The site is not selected any more.",
                next);
    }

    private interface Sentence {
        String of(SiteSelectionView selection);
    }

    private static String done(
            UUID id,
            Supplier<SiteSelectionView> action,
            Sentence sentence,
            RedirectAttributes next) {
        try {
            Flash.done(next, sentence.of(action.get()));
        } catch (RefusedException e) {
            if (e.refusal().kind() == Refusal.Kind.NOT_FOUND) {
                throw e;
            }
            Flash.trouble(next, e.refusal().detail());
        }
        return "redirect:/clients/" + id + "/sites";
    }
}
