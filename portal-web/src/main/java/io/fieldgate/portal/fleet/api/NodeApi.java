package io.fieldgate.portal.fleet.api;

import io.fieldgate.portal.fleet.NodeView;
import io.fieldgate.portal.fleet.Nodes;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import java.util.List;
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
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class NodeApi {
    private final Nodes nodes;

    NodeApi(Nodes nodes) {
        this.nodes = nodes;
    }

    /// @param subnets prefixes in CIDR form that are known already; may be absent
    record NewNode(
            @Nullable String name,
            @Nullable String description,
            @Nullable List<@Nullable String> subnets) {}

    @PostMapping(
            path = "/secure-servers/{serverId}/nodes",
            consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('ADMIN')")
    @ResponseStatus(HttpStatus.CREATED)
    NodeAnswer create(@PathVariable UUID serverId, @RequestBody NewNode body) {
        List<@Nullable String> subnets = body.subnets() == null ? List.of() : body.subnets();
        return NodeAnswer.of(nodes.create(serverId, body.name(), body.description(), subnets));
    }

    @GetMapping("/secure-servers/{serverId}/nodes")
    @PreAuthorize("hasRole('VIEWER')")
    Slice<NodeView> list(
            @PathVariable UUID serverId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String q) {
        return nodes.list(serverId, SliceRequest.parse(cursor, limit, q));
    }

    @GetMapping("/nodes/{id}")
    @PreAuthorize("hasRole('VIEWER')")
    NodeView get(@PathVariable UUID id) {
        return nodes.get(id);
    }

    @PostMapping(path = "/nodes/{id}/revoke", consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('ADMIN')")
    NodeView revoke(@PathVariable UUID id, @RequestBody RevokeRequest body) {
        return nodes.revoke(id, body.reason());
    }

    @PostMapping("/nodes/{id}/activation-code")
    @PreAuthorize("hasRole('ADMIN')")
    NodeAnswer renewActivationCode(@PathVariable UUID id) {
        return NodeAnswer.of(nodes.renewActivationCode(id));
    }
}
