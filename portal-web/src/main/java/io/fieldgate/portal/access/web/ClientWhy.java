package io.fieldgate.portal.access.web;

import io.fieldgate.portal.access.Why;
import io.fieldgate.portal.access.WhyAnswer;
import io.fieldgate.portal.fleet.ClientView;
import io.fieldgate.portal.fleet.Clients;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.web.FormFaults;
import io.fieldgate.portal.shared.web.PageController;
import jakarta.servlet.http.HttpServletResponse;
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

/// Answers why a client cannot reach something.
@PageController
@PreAuthorize("hasRole('ENGINEER')")
class ClientWhy {
    private final Why why;
    private final Clients clients;
    private final AccessPlaces places;

    ClientWhy(Why why, Clients clients, AccessPlaces places) {
        this.why = why;
        this.clients = clients;
        this.places = places;
    }

    @GetMapping("/clients/{id}/why")
    String page(
            @PathVariable UUID id, @RequestParam(defaultValue = "") String target, Model model) {
        model.addAttribute("whyForm", new WhyForm(target, ""));
        return fill(id, null, model);
    }

    @PostMapping("/clients/{id}/why")
    String ask(
            @PathVariable UUID id,
            @ModelAttribute("whyForm") WhyForm form,
            BindingResult result,
            Model model,
            HttpServletResponse response) {
        WhyAnswer answer = null;
        try {
            answer = why.why(id, form.target(), form.portNumber());
        } catch (RefusedException e) {
            FormFaults.show(e, result, "target");
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        }
        return fill(id, answer, model);
    }

    private String fill(UUID id, @Nullable WhyAnswer answer, Model model) {
        ClientView client = clients.get(id);
        model.addAttribute("place", places.server(client.secureServerId()));
        model.addAttribute("peer", Heading.of(client));
        model.addAttribute("answer", answer);
        model.addAttribute("found", answer == null ? "" : title(answer.hop()));
        return "access/client-why";
    }

    private static String title(WhyAnswer.@Nullable Hop hop) {
        if (hop == null) {
            return "It can be reached";
        }
        return switch (hop) {
            case TARGET -> "It is not clear what is meant";
            case CLIENT_CLOSED -> "The client is closed";
            case CLIENT_OFFLINE -> "The client is off-line";
            case NODE_CLOSED -> "The node is closed";
            case NODE_OFFLINE -> "The node is off-line";
            case SUBNET -> "The subnet is not in force";
            case SITE -> "The site is not selected";
            case RULE -> "A rule is in the way";
            case ROUTE -> "The client has to dial in again";
            case SECURE_SERVER -> "The secure server does not answer";
            case DEVICE -> "The device is silent";
            case PORT -> "The device refuses the connection";
        };
    }
}
