package io.fieldgate.server.filter;

import io.fieldgate.contract.control.Policy;
import io.fieldgate.server.routing.Prefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All rules about one client, or about several that the same rules name. Immutable.
///
/// @param <P> the peers
final class ClientRules<P> {
    private final RuleTable everywhere;
    private final Map<P, RuleTable> byNode = new HashMap<>();
    private final Reach reachEverywhere;
    private final Map<P, Reach> reachByNode = new HashMap<>();

    /// What is allowed at all, and what is denied whatever the flow.
    private record Reach(PrefixSet allowed, PrefixSet denied) {}

    private ClientRules(Part everywhere, Map<P, Part> byNode) {
        this.everywhere = everywhere.table.build();
        this.reachEverywhere = everywhere.reach();
        byNode.forEach((node, part) -> {
            this.byNode.put(node, part.table.build());
            this.reachByNode.put(node, part.reach());
        });
    }

    /// The lowest rank of all rules that are about a flow, or [PortTable#NONE].
    int rank(
            P node,
            boolean opensAtClient,
            boolean ipv6,
            long high,
            long low,
            FlowKind kind,
            int port) {
        int rank = everywhere.rank(opensAtClient, ipv6, high, low, kind, port);
        RuleTable table = byNode.get(node);
        return table == null
                ? rank
                : Math.min(rank, table.rank(opensAtClient, ipv6, high, low, kind, port));
    }

    /// See [Access#reachable].
    List<Prefix> reachable(P node, Prefix subnet) {
        Reach here = reachByNode.get(node);
        Set<Prefix> parts = new HashSet<>(reachEverywhere.allowed().within(subnet));
        if (here != null) {
            parts.addAll(here.allowed().within(subnet));
        }
        parts.removeIf(part ->
                reachEverywhere.denied().contains(part)
                        || (here != null && here.denied().contains(part)));
        return new PrefixSet(parts).within(subnet);
    }

    /// Rules about one node, or about all.
    private static final class Part {
        private final RuleTable.Builder table = new RuleTable.Builder();
        private final List<Prefix> allowed = new ArrayList<>();
        private final List<Prefix> denied = new ArrayList<>();

        void add(Policy.Rule rule, @Nullable Prefix prefix, int rank) {
            table.add(rule, prefix, rank);
            List<Prefix> list =
                    switch (rule.effect()) {
                        case ALLOW -> allowed;
                        case DENY -> denied;
                    };
            if (rule.effect() == Policy.Effect.ALLOW || isAboutAllFlows(rule)) {
                if (prefix == null) {
                    list.add(Prefix.ipv4(0, 0));
                    list.add(new Prefix(true, 0, 0, 0));
                } else {
                    list.add(prefix);
                }
            }
        }

        Reach reach() {
            return new Reach(new PrefixSet(allowed), new PrefixSet(denied));
        }

        private static boolean isAboutAllFlows(Policy.Rule rule) {
            return rule.protocol() == Policy.Protocol.ANY
                    && rule.ports().isEmpty()
                    && rule.direction() == Policy.Direction.BOTH;
        }
    }

    /// Collects rules.
    static final class Builder<P> {
        private final Part everywhere = new Part();
        private final Map<P, Part> byNode = new HashMap<>();

        /// @param node null: any
        /// @param prefix null: everything
        void add(Policy.Rule rule, @Nullable P node, @Nullable Prefix prefix, int rank) {
            Part part = node == null ? everywhere : byNode.computeIfAbsent(node, _ -> new Part());
            part.add(rule, prefix, rank);
        }

        ClientRules<P> build() {
            return new ClientRules<>(everywhere, byNode);
        }
    }
}
