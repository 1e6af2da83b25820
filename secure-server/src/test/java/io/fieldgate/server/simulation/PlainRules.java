package io.fieldgate.server.simulation;

import io.fieldgate.contract.control.Policy;
import java.util.List;

/// Judges flows by walking over all rules.
final class PlainRules {
    private PlainRules() {}

    static boolean areAbout(List<Policy.Rule> rules, Member client) {
        return rules.stream().anyMatch(rule -> rule.clientIds().contains(client.toString()));
    }

    /// Whether a flow may be.
    ///
    /// @param device the node's or device's own address
    /// @param port to which it is opened
    static boolean permit(
            List<Policy.Rule> rules,
            Member client,
            Member node,
            Address device,
            int protocol,
            int port,
            boolean clientOpens) {
        boolean named = false;
        boolean allowed = false;
        boolean denied = false;
        for (Policy.Rule rule : rules) {
            if (!rule.clientIds().contains(client.toString())) {
                continue;
            }
            named = true;
            boolean matches =
                    isAbout(rule, node, device)
                            && isAbout(rule, device.ipv6(), protocol, port)
                            && isOpenedBy(rule.direction(), clientOpens);
            allowed |= matches && rule.effect() == Policy.Effect.ALLOW;
            denied |= matches && rule.effect() == Policy.Effect.DENY;
        }
        return !named || (allowed && !denied);
    }

    private static boolean isAbout(Policy.Rule rule, Member node, Address device) {
        if (rule.targets().isEmpty()) {
            return true;
        }
        for (Policy.Target target : rule.targets()) {
            String nodeId = target.nodeId();
            String prefix = target.prefix();
            if ((nodeId == null || nodeId.equals(node.toString()))
                    && (prefix == null || Network.of(prefix).contains(device))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAbout(Policy.Rule rule, boolean ipv6, int protocol, int port) {
        boolean right =
                switch (rule.protocol()) {
                    case ANY -> true;
                    case TCP -> protocol == 6;
                    case UDP -> protocol == 17;
                    case ICMP -> protocol == (ipv6 ? 58 : 1);
                };
        if (rule.ports().isEmpty() || !right) {
            return right;
        }
        return (protocol == 6 || protocol == 17)
                && rule.ports().stream()
                        .anyMatch(range -> range.first() <= port && port <= range.last());
    }

    private static boolean isOpenedBy(Policy.Direction direction, boolean client) {
        return switch (direction) {
            case FROM_CLIENT -> client;
            case FROM_NODE -> !client;
            case BOTH -> true;
        };
    }
}
