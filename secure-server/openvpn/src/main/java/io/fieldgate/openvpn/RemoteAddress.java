package io.fieldgate.openvpn;

import java.net.InetSocketAddress;

/// Where a peer is. It may move, but at most once a second: a packet that arrives twice over two
/// uplinks would make it flap.
final class RemoteAddress {
    static final long MIN_INTERVAL_NANOS = 1_000_000_000L;

    private InetSocketAddress current;
    private boolean hasMoved;
    private long movedNanos;

    RemoteAddress(InetSocketAddress first) {
        this.current = first;
    }

    InetSocketAddress current() {
        return current;
    }

    /// The peer proved to be there.
    ///
    /// @return whether it was believed
    boolean moveTo(long nowNanos, InetSocketAddress address) {
        if (hasMoved && nowNanos - movedNanos < MIN_INTERVAL_NANOS) {
            return false;
        }
        hasMoved = true;
        movedNanos = nowNanos;
        current = address;
        return true;
    }
}
