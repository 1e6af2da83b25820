package io.fieldgate.server.routing;

/// A subnet behind a node, and the unique prefix by which all clients know it. Both have the same
/// length, so an address is translated by changing its network part.
///
/// @param own as it is at the site
/// @param mapped unique in the secure server
public record SubnetMapping(Prefix own, Prefix mapped) {
    public SubnetMapping {
        if (own.ipv6() != mapped.ipv6() || own.length() != mapped.length()) {
            throw new IllegalArgumentException(
                    "the mapped prefix %s is not as long as %s".formatted(mapped, own));
        }
    }

    /// The mapped form of a part of the subnet.
    public Prefix toMapped(Prefix part) {
        return new Prefix(
                part.ipv6(), mappedHigh(part.high()), mappedLow(part.low()), part.length());
    }

    /// The own form of a part of the mapped prefix.
    public Prefix toOwn(Prefix part) {
        return new Prefix(part.ipv6(), ownHigh(part.high()), ownLow(part.low()), part.length());
    }

    long mappedHigh(long high) {
        return mapped.high() | (high & hostHigh());
    }

    long mappedLow(long low) {
        return mapped.low() | (low & hostLow());
    }

    long ownHigh(long high) {
        return own.high() | (high & hostHigh());
    }

    long ownLow(long low) {
        return own.low() | (low & hostLow());
    }

    private long hostHigh() {
        return own.lastHigh() ^ own.high();
    }

    private long hostLow() {
        return own.lastLow() ^ own.low();
    }
}
