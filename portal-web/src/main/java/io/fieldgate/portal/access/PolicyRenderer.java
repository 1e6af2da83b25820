package io.fieldgate.portal.access;

import io.fieldgate.contract.control.Policy;
import io.fieldgate.contract.control.Policy.Target;
import io.fieldgate.portal.fleet.Cidr;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes the policy that a secure server gets: groups and devices are resolved, so that only
/// clients, nodes and prefixes are left.
///
/// @param members the members of groups of clients and of nodes
/// @param devices the devices that rules may name
record PolicyRenderer(Map<UUID, List<UUID>> members, Map<UUID, DeviceTable.Row> devices) {
    /// No node has this id: a rule about an empty group is about nothing, not about everything.
    static final String NOWHERE = new UUID(0, 0).toString();

    /// Leaves out rules that are for nobody: those of groups without clients.
    Policy render(List<RuleRow> rules) {
        return new Policy(
                rules.stream().map(this::render).filter(r -> !r.clientIds().isEmpty()).toList());
    }

    Policy renderAll(List<RuleRow> rules) {
        return new Policy(rules.stream().map(this::render).toList());
    }

    private Policy.Rule render(RuleRow rule) {
        RuleBody body = rule.body();
        return new Policy.Rule(
                rule.id().toString(),
                clients(rule.subject()),
                targets(body),
                body.protocol(),
                body.ports(),
                body.direction(),
                body.effect());
    }

    private List<String> clients(Subject subject) {
        return switch (subject) {
            case Subject.Client(UUID id) -> List.of(id.toString());
            case Subject.Group(UUID id) ->
                    members.getOrDefault(id, List.of()).stream().map(UUID::toString).toList();
        };
    }

    private List<Target> targets(RuleBody body) {
        if (body.isAboutEverything()) {
            return List.of();
        }
        Set<Target> targets = new LinkedHashSet<>();
        for (@Nullable String node : nodes(body)) {
            if (body.subnets().isEmpty()) {
                targets.add(new Target(node, null));
            }
            body.subnets().forEach(subnet -> targets.add(new Target(node, subnet)));
        }
        for (UUID id : body.devices()) {
            DeviceTable.@Nullable Row device = devices.get(id);
            if (device != null) {
                String address = Cidr.parse(device.address()).orElseThrow().toString();
                targets.add(new Target(device.nodeId().toString(), address));
            }
        }
        return targets.isEmpty() ? List.of(new Target(NOWHERE, null)) : List.copyOf(targets);
    }

    /// The nodes that are meant, null for any; none at all if it is about devices only.
    private List<@Nullable String> nodes(RuleBody body) {
        List<@Nullable String> nodes = new ArrayList<>();
        if (body.nodes().isEmpty() && body.groups().isEmpty()) {
            if (!body.subnets().isEmpty()) {
                nodes.add(null);
            }
            return nodes;
        }
        Set<UUID> ids = new LinkedHashSet<>(body.nodes());
        body.groups().forEach(group -> ids.addAll(members.getOrDefault(group, List.of())));
        ids.forEach(id -> nodes.add(id.toString()));
        return nodes;
    }
}
