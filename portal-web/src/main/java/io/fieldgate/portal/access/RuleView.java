package io.fieldgate.portal.access;

import io.fieldgate.contract.control.Policy.Direction;
import io.fieldgate.contract.control.Policy.Effect;
import io.fieldgate.contract.control.Policy.Protocol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A rule as the API and the pages show it.
///
/// @param number its place among its subject's rules, from 1 on; the order says nothing
/// @param subject whose rule it is
/// @param hits connections that it allowed, and packets that it denied
/// @param lastHit when it decided last; null: never
public record RuleView(
        UUID id,
        int number,
        SubjectView subject,
        List<UUID> nodes,
        List<UUID> groups,
        List<String> subnets,
        List<UUID> devices,
        Protocol protocol,
        List<String> ports,
        Direction direction,
        Effect effect,
        String note,
        long hits,
        @Nullable Instant lastHit) {
    public RuleView {
        nodes = List.copyOf(nodes);
        groups = List.copyOf(groups);
        subnets = List.copyOf(subnets);
        devices = List.copyOf(devices);
        ports = List.copyOf(ports);
    }

    /// @param kind CLIENT or GROUP
    public record SubjectView(Kind kind, UUID id, String name) {
        /// What it is.
        public enum Kind {
            CLIENT,
            GROUP
        }
    }

    /// Such as `rule 2 of the client "Laptop"`.
    public String title() {
        String whose =
                switch (subject.kind()) {
                    case CLIENT -> " of the client \"";
                    case GROUP -> " of the group \"";
                };
        return "rule " + number + whose + subject.name() + "\"";
    }

    /// Whether it is about everything behind every node.
    public boolean coversEverything() {
        return nodes.isEmpty() && groups.isEmpty() && subnets.isEmpty() && devices.isEmpty();
    }

    /// What would make this rule again.
    public RuleInput input() {
        return new RuleInput(
                new ArrayList<>(nodes),
                new ArrayList<>(groups),
                new ArrayList<>(subnets),
                new ArrayList<>(devices),
                protocol,
                new ArrayList<>(ports),
                direction,
                effect,
                note);
    }
}
