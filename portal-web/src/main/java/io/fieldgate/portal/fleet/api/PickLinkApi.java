package io.fieldgate.portal.fleet.api;

import io.fieldgate.portal.fleet.NewPickLink;
import io.fieldgate.portal.fleet.PickLinkView;
import io.fieldgate.portal.fleet.PickLinks;
import io.fieldgate.portal.shared.RefusedException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(
        path = "/api/v1/clients/{clientId}/pick-link",
        produces = MediaType.APPLICATION_JSON_VALUE)
class PickLinkApi {
    private final PickLinks links;

    PickLinkApi(PickLinks links) {
        this.links = links;
    }

    /// @param days how long it is good, 1 to 366; 90 if left out
    record NewLink(@Nullable Integer days) {}

    /// Makes the client's personal link, in place of the one before. The answer alone holds it.
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('ADMIN')")
    ResponseEntity<NewPickLink> make(@PathVariable UUID clientId, @RequestBody NewLink body) {
        return ResponseEntity.status(HttpStatus.CREATED)
                .cacheControl(CacheControl.noStore())
                .body(links.make(clientId, body.days()));
    }

    /// The client's personal link, without its secret.
    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    PickLinkView get(@PathVariable UUID clientId) {
        return links.get(clientId).orElseThrow(() -> RefusedException.notFound("personal link"));
    }

    /// Ends the link at once, in every browser that has opened it.
    @DeleteMapping
    @PreAuthorize("hasRole('ADMIN')")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void withdraw(@PathVariable UUID clientId) {
        links.withdraw(clientId);
    }
}
