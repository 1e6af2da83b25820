package io.fieldgate.portal.fleet.web;

import io.fieldgate.contract.control.ServerSettings.Announcements;
import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.fleet.ServerChange;
import io.fieldgate.portal.shared.Refusal;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.web.Flash;
import io.fieldgate.portal.shared.web.PageController;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Changes who reaches whom, what becomes of announced subnets, who answers for other names and
/// where future sites will lie.
@PageController
@PreAuthorize("hasRole('ADMIN')")
class ServerTraffic {
    private final SecureServers servers;

    ServerTraffic(SecureServers servers) {
        this.servers = servers;
    }

    @PostMapping("/secure-servers/{id}/traffic")
    String change(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean clientsReachClients,
            @RequestParam(defaultValue = "false") boolean ask,
            @RequestParam(defaultValue = "") String forwardNamesTo,
            @RequestParam(defaultValue = "") String coveringNetworks,
            RedirectAttributes next) {
        try {
            servers.change(
                    id,
                    ServerChange.traffic(
                            clientsReachClients,
                            ask ? Announcements.ASK : Announcements.ACCEPT,
                            words(forwardNamesTo),
                            words(coveringNetworks)));
            Flash.done(next, "Saved. It is in force in a moment, and nobody is disconnected.");
        } catch (RefusedException e) {
            if (e.refusal().kind() != Refusal.Kind.INVALID) {
                throw e;
            }
            next.addFlashAttribute("typedNames", forwardNamesTo);
            next.addFlashAttribute("typedNetworks", coveringNetworks);
            Flash.trouble(next, e.refusal().detail() + " Nothing was changed.");
        }
        return "redirect:/secure-servers/" + id + "#traffic";
    }

    private static List<String> words(String typed) {
        return Arrays.asList(typed.strip().split("[\\s,;]+", -1));
    }
}
