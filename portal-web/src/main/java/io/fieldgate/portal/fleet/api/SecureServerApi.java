package io.fieldgate.portal.fleet.api;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.fleet.SecureServers;
import io.fieldgate.portal.fleet.ServerChange;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class SecureServerApi {
    private final SecureServers servers;

    SecureServerApi(SecureServers servers) {
        this.servers = servers;
    }

    record NewSecureServer(@Nullable String name, @Nullable RoutingMode mode) {}

    @PostMapping(
            path = "/tenants/{tenantId}/secure-servers",
            consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('ADMIN')")
    @ResponseStatus(HttpStatus.CREATED)
    SecureServerView create(@PathVariable UUID tenantId, @RequestBody NewSecureServer body) {
        return servers.create(tenantId, body.name(), body.mode());
    }

    @GetMapping("/tenants/{tenantId}/secure-servers")
    @PreAuthorize("hasRole('VIEWER')")
    Slice<SecureServerView> list(
            @PathVariable UUID tenantId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String q) {
        return servers.list(tenantId, SliceRequest.parse(cursor, limit, q));
    }

    @GetMapping("/secure-servers/{id}")
    @PreAuthorize("hasRole('VIEWER')")
    SecureServerView get(@PathVariable UUID id) {
        return servers.get(id);
    }

    /// Changes a secure server; what is left out stays as it is.
    @PatchMapping(path = "/secure-servers/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('ADMIN')")
    SecureServerView change(@PathVariable UUID id, @RequestBody ServerChange body) {
        return servers.change(id, body);
    }

    @DeleteMapping("/secure-servers/{id}")
    @PreAuthorize("hasRole('ADMIN')")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable UUID id) {
        servers.delete(id);
    }
}
