package io.fieldgate.portal.access.web;

import static io.fieldgate.portal.shared.web.Typed.line;

import io.fieldgate.contract.control.Policy.Direction;
import io.fieldgate.contract.control.Policy.Effect;
import io.fieldgate.portal.access.RuleInput;
import io.fieldgate.portal.shared.RefusedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A rule as it is picked on a page.
///
/// @param targets what was picked: `all`, `node:ID`, `group:ID`, `device:ID`, `subnet:NODE:PREFIX`
/// @param service value of a [ServicePreset]
/// @param ports typed, for other ports
/// @param node the node from whose page it comes, where it leads back to; empty: none
/// @param who `client:ID` or `group:ID`, where that is picked too
record RuleForm(
        String effect,
        List<String> targets,
        String service,
        String ports,
        String direction,
        String note,
        String node,
        String who) {
    RuleForm {
        effect = line(effect);
        targets = targets == null ? List.of() : List.copyOf(targets);
        service = line(service);
        ports = line(ports);
        direction = line(direction);
        note = line(note);
        node = line(node);
        who = line(who);
    }

    static RuleForm empty() {
        return new RuleForm("ALLOW", List.of(), "ANY", "", "FROM_CLIENT", "", "", "");
    }

    /// Whether this stands picked already, for the template.
    public boolean picks(String target) {
        return targets.contains(target);
    }

    /// The rules that it makes: subnets belong to the node that they were picked at, so those of
    /// different nodes become rules of their own.
    List<RuleInput> inputs() {
        if (targets.isEmpty()) {
            throw RefusedException.invalid("targets", "Pick at least one thing from the list.");
        }
        List<@Nullable UUID> nodes = new ArrayList<>();
        List<@Nullable UUID> groups = new ArrayList<>();
        List<@Nullable UUID> devices = new ArrayList<>();
        Map<UUID, List<String>> subnets = new LinkedHashMap<>();
        boolean all = false;
        for (String target : targets) {
            String[] parts = target.split(":", 3);
            switch (parts[0]) {
                case "all" -> all = true;
                case "node" -> nodes.add(id(parts));
                case "group" -> groups.add(id(parts));
                case "device" -> devices.add(id(parts));
                case "subnet" ->
                        subnets.computeIfAbsent(id(parts), _ -> new ArrayList<>())
                                .add(parts.length > 2 ? parts[2] : "");
                default -> throw unknown();
            }
        }
        List<RuleInput> inputs = new ArrayList<>();
        if (all || !nodes.isEmpty() || !groups.isEmpty() || !devices.isEmpty()) {
            inputs.add(
                    all
                            ? input(List.of(), List.of(), List.of(), List.of())
                            : input(nodes, groups, List.of(), devices));
        }
        if (!all) {
            subnets.forEach((at, prefixes) -> {
                if (!nodes.contains(at)) {
                    inputs.add(input(List.of(at), List.of(), new ArrayList<>(prefixes), List.of()));
                }
            });
        }
        return inputs;
    }

    private RuleInput input(
            List<@Nullable UUID> nodes,
            List<@Nullable UUID> groups,
            List<@Nullable String> subnets,
            List<@Nullable UUID> devices) {
        ServicePreset preset = ServicePreset.of(service);
        return new RuleInput(
                nodes,
                groups,
                subnets,
                devices,
                preset.protocol(),
                preset.takesPorts() ? typedPorts() : List.copyOf(preset.ports()),
                opener(),
                effect.equals("DENY") ? Effect.DENY : Effect.ALLOW,
                note);
    }

    private List<@Nullable String> typedPorts() {
        if (ports.isEmpty()) {
            throw RefusedException.invalid(
                    "ports", "Enter the ports, such as 102 or 5900-5910, with commas between.");
        }
        return new ArrayList<>(
                Arrays.stream(ports.split("[,; ]+", -1)).filter(p -> !p.isEmpty()).toList());
    }

    private Direction opener() {
        return Arrays.stream(Direction.values())
                .filter(each -> each.name().equals(direction))
                .findFirst()
                .orElse(Direction.FROM_CLIENT);
    }

    private static UUID id(String[] parts) {
        try {
            return UUID.fromString(parts.length > 1 ? parts[1] : "");
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static RefusedException unknown() {
        return RefusedException.invalid("targets", "Pick from the list again.");
    }
}
