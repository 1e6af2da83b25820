package io.fieldgate.server.filter;

import io.fieldgate.contract.control.Policy;
import java.util.List;

/// The kinds of flows that rules tell apart, but for their ports.
enum FlowKind {
    TCP(0, Policy.Protocol.TCP),
    UDP(1, Policy.Protocol.UDP),
    /// ICMP, and ICMPv6.
    ICMP(2, Policy.Protocol.ICMP),
    /// Any other protocol.
    OTHER(3, Policy.Protocol.ANY);

    static final int COUNT = values().length;
    private static final int NUMBER_ICMP = 1;
    private static final int NUMBER_TCP = 6;
    private static final int NUMBER_UDP = 17;
    private static final int NUMBER_ICMPV6 = 58;

    private final int index;
    private final Policy.Protocol named;

    FlowKind(int index, Policy.Protocol named) {
        this.index = index;
        this.named = named;
    }

    /// By the number in the IP header.
    static FlowKind of(boolean ipv6, int protocol) {
        if (protocol == NUMBER_TCP) {
            return TCP;
        }
        if (protocol == NUMBER_UDP) {
            return UDP;
        }
        return protocol == (ipv6 ? NUMBER_ICMPV6 : NUMBER_ICMP) ? ICMP : OTHER;
    }

    /// Below [#COUNT], for arrays.
    int index() {
        return index;
    }

    /// Whether a rule is about flows of this kind. One with ports is about TCP and UDP only.
    boolean isMeantBy(Policy.Protocol protocol, List<Policy.PortRange> ports) {
        boolean hasPorts = this == TCP || this == UDP;
        return (protocol == Policy.Protocol.ANY || protocol == named)
                && (hasPorts || ports.isEmpty());
    }
}
