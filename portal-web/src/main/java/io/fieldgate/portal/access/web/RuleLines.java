package io.fieldgate.portal.access.web;

import io.fieldgate.contract.control.Policy.Effect;
import io.fieldgate.portal.access.Choices;
import io.fieldgate.portal.access.DeviceView;
import io.fieldgate.portal.access.RuleView;
import io.fieldgate.portal.shared.web.Badge;
import io.fieldgate.portal.shared.web.Moment;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Puts rules into words.
@Component
class RuleLines {
    private final Choices choices;
    private final Clock clock;

    RuleLines(Choices choices, Clock clock) {
        this.choices = choices;
        this.clock = clock;
    }

    List<RuleLine> of(UUID serverId, List<RuleView> rules) {
        if (rules.isEmpty()) {
            return List.of();
        }
        Map<UUID, String> names = names(serverId);
        return rules.stream().map(rule -> line(rule, names)).toList();
    }

    private Map<UUID, String> names(UUID serverId) {
        Map<UUID, String> names = new HashMap<>();
        for (Choices.NodeChoice node : choices.nodes(serverId)) {
            names.put(node.id(), node.name());
            for (DeviceView device : node.devices()) {
                names.put(device.id(), device.name() + " behind " + node.name());
            }
        }
        choices.groups(serverId).forEach(group -> names.put(group.id(), group.name()));
        return names;
    }

    private RuleLine line(RuleView rule, Map<UUID, String> names) {
        boolean client = rule.subject().kind() == RuleView.SubjectView.Kind.CLIENT;
        return new RuleLine(
                rule.id().toString(),
                rule.number(),
                effect(rule.effect()),
                what(rule, names),
                ServicePreset.words(rule),
                direction(rule),
                rule.note(),
                rule.subject().name(),
                client ? "client" : "group",
                client
                        ? "/clients/" + rule.subject().id() + "/rules"
                        : "/groups/" + rule.subject().id(),
                hits(rule),
                Moment.ofNullable(rule.lastHit(), clock.instant()));
    }

    static Badge effect(Effect effect) {
        return switch (effect) {
            case ALLOW -> new Badge("Allow", "green", false, "");
            case DENY -> new Badge("Deny", "red", false, "");
        };
    }

    private static List<String> what(RuleView rule, Map<UUID, String> names) {
        List<String> what = new ArrayList<>();
        if (rule.coversEverything()) {
            what.add("Everything behind every node");
        }
        String nodes =
                rule.nodes().stream()
                        .map(id -> names.getOrDefault(id, "a revoked node"))
                        .collect(Collectors.joining(", "));
        String groups =
                rule.groups().stream()
                        .map(id -> "all of " + names.getOrDefault(id, "a group"))
                        .collect(Collectors.joining(", "));
        String at = nodes.isEmpty() || groups.isEmpty() ? nodes + groups : nodes + ", " + groups;
        if (!rule.subnets().isEmpty()) {
            what.add(
                    String.join(", ", rule.subnets())
                            + (at.isEmpty() ? " behind every node" : " behind " + at));
        } else if (!at.isEmpty()) {
            what.add(at);
        }
        rule.devices().forEach(id -> what.add(names.getOrDefault(id, "a device")));
        return what;
    }

    private static String direction(RuleView rule) {
        return switch (rule.direction()) {
            case FROM_CLIENT -> "opened by the client";
            case FROM_NODE -> "opened from the site";
            case BOTH -> "opened by either side";
        };
    }

    private static String hits(RuleView rule) {
        return switch (rule.effect()) {
            case ALLOW -> rule.hits() == 1 ? "1 connection" : rule.hits() + " connections";
            case DENY -> rule.hits() == 1 ? "1 packet" : rule.hits() + " packets";
        };
    }
}
