package io.fieldgate.portal.tenant.api;

import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import io.fieldgate.portal.tenant.TenantView;
import io.fieldgate.portal.tenant.Tenants;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/v1/tenants", produces = MediaType.APPLICATION_JSON_VALUE)
class TenantApi {
    private final Tenants tenants;

    TenantApi(Tenants tenants) {
        this.tenants = tenants;
    }

    record NewTenant(@Nullable String name) {}

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('OPERATOR')")
    @ResponseStatus(HttpStatus.CREATED)
    TenantView create(@RequestBody NewTenant body) {
        return tenants.create(body.name());
    }

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    Slice<TenantView> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String q) {
        return tenants.list(SliceRequest.parse(cursor, limit, q));
    }

    @GetMapping("/{id}")
    @PreAuthorize("hasRole('VIEWER')")
    TenantView get(@PathVariable UUID id) {
        return tenants.get(id);
    }
}
