package io.fieldgate.portal.fleet.api;

import io.fieldgate.portal.fleet.ClientKind;
import io.fieldgate.portal.fleet.ClientView;
import io.fieldgate.portal.fleet.Clients;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
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
class ClientApi {
    private final Clients clients;

    ClientApi(Clients clients) {
        this.clients = clients;
    }

    record NewClient(@Nullable String name, @Nullable ClientKind kind) {}

    /// @param splitRoutes whether each subnet is pushed to it as two halves
    record ClientChange(@Nullable Boolean splitRoutes) {}

    @PostMapping(
            path = "/secure-servers/{serverId}/clients",
            consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('ADMIN')")
    @ResponseStatus(HttpStatus.CREATED)
    ClientView create(@PathVariable UUID serverId, @RequestBody NewClient body) {
        return clients.create(serverId, body.name(), body.kind());
    }

    @GetMapping("/secure-servers/{serverId}/clients")
    @PreAuthorize("hasRole('VIEWER')")
    Slice<ClientView> list(
            @PathVariable UUID serverId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String q) {
        return clients.list(serverId, SliceRequest.parse(cursor, limit, q));
    }

    @GetMapping("/clients/{id}")
    @PreAuthorize("hasRole('VIEWER')")
    ClientView get(@PathVariable UUID id) {
        return clients.get(id);
    }

    /// Changes a client; what is left out stays as it is.
    @PatchMapping(path = "/clients/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('ENGINEER')")
    ClientView change(@PathVariable UUID id, @RequestBody ClientChange body) {
        Boolean splitRoutes = body.splitRoutes();
        return splitRoutes == null ? clients.get(id) : clients.splitRoutes(id, splitRoutes);
    }

    @PostMapping(path = "/clients/{id}/revoke", consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('ADMIN')")
    ClientView revoke(@PathVariable UUID id, @RequestBody RevokeRequest body) {
        return clients.revoke(id, body.reason());
    }
}
