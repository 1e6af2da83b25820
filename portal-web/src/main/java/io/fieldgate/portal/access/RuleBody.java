package io.fieldgate.portal.access;

import io.fieldgate.contract.control.Policy.Direction;
import io.fieldgate.contract.control.Policy.Effect;
import io.fieldgate.contract.control.Policy.PortRange;
import io.fieldgate.contract.control.Policy.Protocol;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/// What a rule says, checked. All four lists of targets empty: it is about everything.
record RuleBody(
        List<UUID> nodes,
        List<UUID> groups,
        List<String> subnets,
        List<UUID> devices,
        Protocol protocol,
        List<PortRange> ports,
        Direction direction,
        Effect effect,
        String note) {
    RuleBody {
        nodes = ordered(nodes);
        groups = ordered(groups);
        subnets = ordered(subnets);
        devices = ordered(devices);
        ports = List.copyOf(ports);
    }

    /// Two rules that say the same are equal, in whatever order they name it.
    private static <T> List<T> ordered(List<T> values) {
        return values.stream().sorted(Comparator.comparing(Object::toString)).toList();
    }

    boolean isAboutEverything() {
        return nodes.isEmpty() && groups.isEmpty() && subnets.isEmpty() && devices.isEmpty();
    }

    List<String> portTexts() {
        return ports.stream().map(range -> new PortSet(List.of(range)).toString()).toList();
    }
}
