package io.fieldgate.portal.fleet.api;

import io.fieldgate.portal.fleet.NodeView;
import io.fieldgate.portal.fleet.Nodes;
import io.fieldgate.portal.fleet.SubnetView;
import io.fieldgate.portal.fleet.Subnets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(
        path = "/api/v1/nodes/{nodeId}/subnets",
        produces = MediaType.APPLICATION_JSON_VALUE)
class SubnetApi {
    private final Subnets subnets;
    private final Nodes nodes;

    SubnetApi(Subnets subnets, Nodes nodes) {
        this.subnets = subnets;
        this.nodes = nodes;
    }

    record NewSubnet(@Nullable String prefix) {}

    /// All subnets of a node: there are few, so they are not cut into parts.
    record SubnetList(List<SubnetView> items) {}

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('ADMIN')")
    NodeView add(@PathVariable UUID nodeId, @RequestBody NewSubnet body) {
        return subnets.add(nodeId, body.prefix());
    }

    @GetMapping
    @PreAuthorize("hasRole('VIEWER')")
    SubnetList list(@PathVariable UUID nodeId) {
        return new SubnetList(nodes.get(nodeId).subnets());
    }

    /// Puts a subnet in force that the node announced, now and whenever it announces it again.
    @PostMapping(path = "/approve", consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('ADMIN')")
    NodeView approve(@PathVariable UUID nodeId, @RequestBody NewSubnet body) {
        return subnets.approve(nodeId, body.prefix());
    }

    /// Refuses a subnet that the node announced, now and whenever it announces it again.
    @PostMapping(path = "/refuse", consumes = MediaType.APPLICATION_JSON_VALUE)
    @PreAuthorize("hasRole('ADMIN')")
    NodeView refuse(@PathVariable UUID nodeId, @RequestBody NewSubnet body) {
        return subnets.refuse(nodeId, body.prefix());
    }

    /// Takes a subnet away: `DELETE .../subnets?prefix=192.168.1.0/24`.
    @DeleteMapping
    @PreAuthorize("hasRole('ADMIN')")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable UUID nodeId, @RequestParam String prefix) {
        subnets.remove(nodeId, prefix);
    }
}
