package io.fieldgate.server.flow;

import org.jspecify.annotations.Nullable;

/// What tells the packets of one flow from all others, as one of its peers sends them. Filled anew
/// for each packet, so that nothing is allocated. Owned by one thread.
///
/// ICMP has its identifier in the place of both ports; protocols without ports have zeros.
///
/// @param <P> the peers; two are the same when they are equal
public sealed class FlowKey<P> permits Leg {
    private @Nullable P peer;
    private boolean ipv6;
    private int protocol;
    private int sourcePort;
    private int destinationPort;
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;

    /// Sets all but the addresses.
    ///
    /// @param sender whose packets these are
    public FlowKey<P> of(P sender, boolean isIpv6, int ipProtocol, int fromPort, int toPort) {
        peer = sender;
        ipv6 = isIpv6;
        protocol = ipProtocol;
        sourcePort = fromPort;
        destinationPort = toPort;
        return this;
    }

    /// Sets the source address; an IPv4 address is the lower half's lower 32 bits.
    public FlowKey<P> from(long high, long low) {
        sourceHigh = high;
        sourceLow = low;
        return this;
    }

    /// Sets the destination address.
    public FlowKey<P> to(long high, long low) {
        destinationHigh = high;
        destinationLow = low;
        return this;
    }

    /// The peer that sends.
    ///
    /// @throws IllegalStateException if none has been set
    public P peer() {
        P sender = peer;
        if (sender == null) {
            throw new IllegalStateException("a key without a peer");
        }
        return sender;
    }

    public boolean isIpv6() {
        return ipv6;
    }

    public int protocol() {
        return protocol;
    }

    public int sourcePort() {
        return sourcePort;
    }

    public int destinationPort() {
        return destinationPort;
    }

    public long sourceHigh() {
        return sourceHigh;
    }

    public long sourceLow() {
        return sourceLow;
    }

    public long destinationHigh() {
        return destinationHigh;
    }

    public long destinationLow() {
        return destinationLow;
    }

    /// Whether the addresses are these.
    public boolean runsBetween(long fromHigh, long fromLow, long toHigh, long toLow) {
        return sourceLow == fromLow
                && destinationLow == toLow
                && sourceHigh == fromHigh
                && destinationHigh == toHigh;
    }

    final void copy(FlowKey<P> other) {
        of(other.peer(), other.ipv6, other.protocol, other.sourcePort, other.destinationPort)
                .from(other.sourceHigh, other.sourceLow)
                .to(other.destinationHigh, other.destinationLow);
    }

    final void forgetPeer() {
        peer = null;
    }

    final boolean matches(FlowKey<P> other) {
        return sourcePort == other.sourcePort
                && destinationPort == other.destinationPort
                && other.runsBetween(sourceHigh, sourceLow, destinationHigh, destinationLow)
                && protocol == other.protocol
                && ipv6 == other.ipv6
                && peer().equals(other.peer());
    }

    /// Without the seed nobody can find keys that fall together.
    final long hash(long seed) {
        long ports = ((long) sourcePort << 16 | destinationPort) << 16 | protocol;
        long hash = mix(seed ^ ports, seed | 1);
        hash = mix(hash ^ sourceLow, seed | 1);
        hash = mix(hash ^ destinationLow, seed | 1);
        if (ipv6) {
            hash = mix(hash ^ sourceHigh, seed | 1);
            hash = mix(hash ^ destinationHigh, seed | 1);
        }
        return hash ^ peer().hashCode();
    }

    private static long mix(long value, long factor) {
        return value * factor ^ Math.unsignedMultiplyHigh(value, factor);
    }
}
