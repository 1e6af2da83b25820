package io.fieldgate.portal.access.api;

import io.fieldgate.portal.access.AccessBook;
import io.fieldgate.portal.access.EffectiveAccess;
import io.fieldgate.portal.access.Why;
import io.fieldgate.portal.access.WhyAnswer;
import io.fieldgate.portal.shared.SliceRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/v1/clients/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
class ReachApi {
    private final AccessBook book;
    private final Why why;

    ReachApi(AccessBook book, Why why) {
        this.book = book;
        this.why = why;
    }

    /// @param target an address, a node's or device's name, or a DNS name
    /// @param port TCP port; may be absent
    record Question(@Nullable String target, @Nullable Integer port) {}

    /// What the client can reach, and why; in parts, in the order of the nodes' names.
    @GetMapping("/effective-access")
    @PreAuthorize("hasRole('VIEWER')")
    EffectiveAccess effectiveAccess(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String q) {
        return book.of(id, SliceRequest.parse(cursor, limit, q));
    }

    /// Why the client cannot reach something. Answers within five seconds.
    @PostMapping(path = "/why", consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('ENGINEER')")
    WhyAnswer why(@PathVariable UUID id, @RequestBody Question body) {
        return why.why(id, body.target(), body.port());
    }
}
