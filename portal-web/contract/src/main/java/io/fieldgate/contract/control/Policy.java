package io.fieldgate.contract.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who may reach what, beside what the routing mode permits.
///
/// A client that no rule names reaches all that the mode permits. For a client that a rule names, a
/// flow is permitted if at least one rule that matches it allows it and none that matches it denies
/// it; so the order of rules says nothing. Replies within a permitted flow pass.
public record Policy(List<Rule> rules) {
    public Policy {
        rules = List.copyOf(rules);
    }

    /// One rule.
    ///
    /// @param id UUID, for the report of hits
    /// @param clientIds the clients that it is about
    /// @param targets what it is about on the other side; empty: everything behind every node, and
    ///   the nodes themselves
    /// @param protocol of the flow
    /// @param ports ports to which flows of TCP or UDP are opened; empty: all
    /// @param direction who opens the flow
    public record Rule(
            String id,
            List<String> clientIds,
            List<Target> targets,
            Protocol protocol,
            List<PortRange> ports,
            Direction direction,
            Effect effect) {
        public Rule {
            clientIds = List.copyOf(clientIds);
            targets = List.copyOf(targets);
            ports = List.copyOf(ports);
        }
    }

    /// @param nodeId null: any node
    /// @param prefix the devices' own addresses, as they are at the site, in CIDR form; null: all
    ///   behind the node, and its VPN address
    public record Target(@Nullable String nodeId, @Nullable String prefix) {}

    /// @param first 0 to 65535
    /// @param last not below `first`
    public record PortRange(int first, int last) {}

    /// What a rule is about.
    public enum Protocol {
        ANY,
        TCP,
        UDP,
        /// ICMP, and ICMPv6.
        ICMP
    }

    /// Who opens a flow.
    public enum Direction {
        /// The client.
        FROM_CLIENT,
        /// The node, or a device behind it.
        FROM_NODE,
        BOTH
    }

    /// What a rule does.
    public enum Effect {
        ALLOW,
        DENY
    }
}
