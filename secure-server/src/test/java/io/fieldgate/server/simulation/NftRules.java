package io.fieldgate.server.simulation;

import io.fieldgate.contract.control.Policy;
import java.util.ArrayList;
import java.util.List;

/// Writes rules as a ruleset of nftables: first what is denied, then what is allowed, then the
/// clients that no rule names; the rest is dropped. Devices have their mapped addresses.
final class NftRules {
    private final World world;
    private final StringBuilder text = new StringBuilder();

    private NftRules(World world) {
        this.world = world;
    }

    static String of(World world) {
        NftRules writer = new NftRules(world);
        writer.write();
        return writer.text.toString();
    }

    private void write() {
        text.append("flush ruleset\n");
        text.append("table inet fieldgate {\n chain forward {\n");
        text.append("  type filter hook forward priority 0; policy drop;\n");
        for (Policy.Effect effect : List.of(Policy.Effect.DENY, Policy.Effect.ALLOW)) {
            for (Policy.Rule rule : world.rules) {
                if (rule.effect() == effect) {
                    write(rule, effect == Policy.Effect.DENY ? "drop" : "accept");
                }
            }
        }
        for (Member client : world.clients) {
            if (world.rules.stream()
                    .noneMatch(rule -> rule.clientIds().contains(client.toString()))) {
                text.append("  ip saddr %s accept\n".formatted(client.ipv4));
                text.append("  ip daddr %s accept\n".formatted(client.ipv4));
                text.append("  ip6 saddr %s accept\n".formatted(client.ipv6));
                text.append("  ip6 daddr %s accept\n".formatted(client.ipv6));
            }
        }
        text.append(" }\n}\n");
    }

    private void write(Policy.Rule rule, String verdict) {
        List<Network> targets = widest(targets(rule));
        for (boolean ipv6 : List.of(false, true)) {
            String family = ipv6 ? "ip6" : "ip";
            String clients =
                    set(
                            world.clients.stream()
                                    .filter(client -> rule.clientIds().contains(client.toString()))
                                    .map(client -> client.address(ipv6))
                                    .toList());
            String places =
                    set(targets.stream().filter(one -> one.first().ipv6() == ipv6).toList());
            if (clients.isEmpty() || places.isEmpty()) {
                continue;
            }
            for (String kind : kinds(rule, ipv6)) {
                if (rule.direction() != Policy.Direction.FROM_NODE) {
                    text.append("  %s saddr %s ".formatted(family, clients));
                    text.append("%s daddr %s %s %s\n".formatted(family, places, kind, verdict));
                }
                if (rule.direction() != Policy.Direction.FROM_CLIENT) {
                    text.append("  %s saddr %s ".formatted(family, places));
                    text.append("%s daddr %s %s %s\n".formatted(family, clients, kind, verdict));
                }
            }
        }
    }

    /// The conditions on protocol and port; each by itself is enough.
    private static List<String> kinds(Policy.Rule rule, boolean ipv6) {
        List<String> protocols =
                switch (rule.protocol()) {
                    case ANY -> rule.ports().isEmpty() ? List.of("") : List.of("tcp", "udp");
                    case TCP -> List.of("tcp");
                    case UDP -> List.of("udp");
                    case ICMP ->
                            rule.ports().isEmpty() ? List.of(ipv6 ? "icmpv6" : "icmp") : List.of();
                };
        List<String> kinds = new ArrayList<>();
        for (String protocol : protocols) {
            if (rule.ports().isEmpty()) {
                kinds.add(protocol.isEmpty() ? "" : "meta l4proto " + protocol);
            }
            for (Policy.PortRange range : rule.ports()) {
                kinds.add("%s dport %d-%d".formatted(protocol, range.first(), range.last()));
            }
        }
        return kinds;
    }

    private List<Network> targets(Policy.Rule rule) {
        List<Policy.Target> targets =
                rule.targets().isEmpty() ? List.of(new Policy.Target(null, null)) : rule.targets();
        List<Network> networks = new ArrayList<>();
        for (Policy.Target target : targets) {
            for (Member node : world.nodes) {
                String id = target.nodeId();
                if (id == null || id.equals(node.toString())) {
                    String prefix = target.prefix();
                    addParts(node, Network.of(prefix == null ? "0.0.0.0/0" : prefix), networks);
                    if (prefix == null) {
                        addParts(node, Network.of("::/0"), networks);
                    }
                }
            }
        }
        return networks;
    }

    /// The part of a node, and of what is behind it, that has addresses in a prefix.
    private void addParts(Member node, Network prefix, List<Network> networks) {
        for (Address own : List.of(node.ipv4, node.ipv6)) {
            if (prefix.contains(own)) {
                networks.add(new Network(own, own.ipv6() ? 128 : 32));
            }
        }
        for (World.Subnet subnet : world.subnets.getOrDefault(node, List.of())) {
            if (prefix.length() <= subnet.own().length()) {
                if (prefix.contains(subnet.own().first())) {
                    networks.add(subnet.mapped());
                }
            } else if (subnet.own().contains(prefix.first())) {
                Address first = subnet.own().move(prefix.first(), subnet.mapped());
                networks.add(new Network(first, prefix.length()));
            }
        }
    }

    /// Without those that lie in others, which nftables does not take in one set.
    private static List<Network> widest(List<Network> networks) {
        List<Network> distinct = networks.stream().distinct().toList();
        return distinct.stream()
                .filter(one ->
                        distinct.stream()
                                .noneMatch(other ->
                                        other.length() < one.length()
                                                && other.contains(one.first())))
                .toList();
    }

    private static String set(List<?> members) {
        return members.isEmpty()
                ? ""
                : "{ " + String.join(", ", members.stream().map(Object::toString).toList()) + " }";
    }
}
