package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.fleet.ServerChange;
import io.fieldgate.portal.shared.web.Flash;
import io.fieldgate.portal.shared.web.PageController;
import java.util.UUID;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Lets old devices in, or keeps them out again.
@PageController
@PreAuthorize("hasRole('ADMIN')")
class ServerOldClients {
    private final SecureServers servers;

    ServerOldClients(SecureServers servers) {
        this.servers = servers;
    }

    @PostMapping("/secure-servers/{id}/old-clients")
    String change(@PathVariable UUID id, @RequestParam boolean on, RedirectAttributes next) {
        servers.change(id, ServerChange.oldClients(on));
        Flash.done(
                next,
                on
                        ? "Old devices are let in. Their profiles are on their own pages."
                        : "Old devices are not let in any more.");
        return "redirect:/secure-servers/" + id;
    }
}
