package io.fieldgate.openvpn.wire;

/// Hands out the replay ids of one session in one direction. Owned by one thread.
public final class ReplayIdSequence {
    private final int time;
    private long next;

    /// @param firstPacketId 1; 2 for a server session whose cookie reply used 1;
    ///   [ReplayId#EARLY_NEGOTIATION_START] for a tls-crypt-v2 client
    /// @param unixSeconds time of the first packet
    public ReplayIdSequence(int firstPacketId, long unixSeconds) {
        this.next = Integer.toUnsignedLong(firstPacketId);
        this.time = (int) unixSeconds;
    }

    /// The next id. A session ends long before the 32 bits are used up; should they be, that is our
    /// own fault and an exception.
    public ReplayId next() {
        if (next > 0xffff_ffffL) {
            throw new IllegalStateException("control packet ids used up");
        }
        return new ReplayId((int) next++, time);
    }
}
