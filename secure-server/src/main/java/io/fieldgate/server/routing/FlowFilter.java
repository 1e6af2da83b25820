package io.fieldgate.server.routing;

import io.fieldgate.server.policy.Verdict;

/// What the rules say. Asked for packets, so it must not allocate; immutable.
///
/// @param <P> the peers
public interface FlowFilter<P> {
    /// Whether no rule names anybody.
    boolean isEmpty();

    /// Whether a rule names this client. Never true for a node.
    boolean isFiltered(P client);

    /// Judges a flow between a client that rules name and a node, or a device behind it.
    ///
    /// @param opensAtClient whether the client opens it
    /// @param high upper half of the node's or device's own address; 0 for IPv4
    /// @param protocol number in the IP header
    /// @param port to which it is opened; 0 without ports
    Verdict judge(
            P client,
            P node,
            boolean opensAtClient,
            boolean ipv6,
            long high,
            long low,
            int protocol,
            int port);

    /// No rules at all.
    static <P> FlowFilter<P> none() {
        return new FlowFilter<>() {
            @Override
            public boolean isEmpty() {
                return true;
            }

            @Override
            public boolean isFiltered(P client) {
                return false;
            }

            @Override
            public Verdict judge(
                    P client,
                    P node,
                    boolean opensAtClient,
                    boolean ipv6,
                    long high,
                    long low,
                    int protocol,
                    int port) {
                return Verdict.UNFILTERED;
            }
        };
    }
}
