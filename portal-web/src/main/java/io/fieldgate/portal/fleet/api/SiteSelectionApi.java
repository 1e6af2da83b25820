package io.fieldgate.portal.fleet.api;

import io.fieldgate.portal.fleet.SiteSelectionView;
import io.fieldgate.portal.fleet.SiteSelections;
import io.fieldgate.portal.fleet.SiteView;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/v1/clients/{clientId}", produces = MediaType.APPLICATION_JSON_VALUE)
class SiteSelectionApi {
    private final SiteSelections selections;

    SiteSelectionApi(SiteSelections selections) {
        this.selections = selections;
    }

    record Selection(@Nullable List<@Nullable UUID> nodeIds) {}

    /// The sites whose own addresses the client reaches, and who else has selected them.
    @GetMapping("/site-selection")
    @PreAuthorize("hasRole('VIEWER')")
    SiteSelectionView get(@PathVariable UUID clientId) {
        return selections.get(clientId);
    }

    /// Selects these sites and no others; in force on the running tunnel within a second.
    @PutMapping(path = "/site-selection", consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('ENGINEER')")
    SiteSelectionView select(@PathVariable UUID clientId, @RequestBody Selection body) {
        return selections.select(clientId, body.nodeIds());
    }

    /// The sites that the client can select.
    @GetMapping("/sites")
    @PreAuthorize("hasRole('VIEWER')")
    Slice<SiteView> sites(
            @PathVariable UUID clientId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String q) {
        return selections.sites(clientId, SliceRequest.parse(cursor, limit, q));
    }
}
