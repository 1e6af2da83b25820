package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.fleet.SessionBook;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.web.Flash;
import io.fieldgate.portal.shared.web.PageController;
import java.util.UUID;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// Ends a connection.
@PageController
@PreAuthorize("hasRole('ADMIN')")
class SessionEnd {
    private final SecureServers servers;
    private final SessionBook sessions;

    SessionEnd(SecureServers servers, SessionBook sessions) {
        this.servers = servers;
        this.sessions = sessions;
    }

    @PostMapping("/secure-servers/{id}/sessions/end")
    String end(
            @PathVariable UUID id, @RequestParam("session") UUID session, RedirectAttributes next) {
        servers.get(id);
        if (sessions.find(session).filter(found -> found.secureServerId().equals(id)).isEmpty()) {
            throw RefusedException.notFound("connection");
        }
        try {
            sessions.endSession(session);
            Flash.done(next, "The connection is being ended. It may dial in again.");
        } catch (RefusedException e) {
            Flash.done(next, "The connection had ended already.");
        }
        return "redirect:/secure-servers/" + id;
    }
}
