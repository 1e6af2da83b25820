package io.fieldgate.openvpn;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts the sessions of a server that are not admitted yet. Shared by all its workers, so guarded
/// by its lock, which is held for a few instructions once or twice per handshake.
///
/// One source (an IPv4 address, or an IPv6 network of /64) gets half of the places at most, so that
/// whoever stalls many handshakes from one place does not shut out everybody else. The last quarter
/// is for those who are preferred.
final class HandshakeBudget {
    private static final int LEAST_FOR_A_SOURCE = 64;
    private static final int IPV6_NETWORK_BYTES = 8;

    private static final int RESERVED = 4;

    private final int limit;
    private final int usualLimit;
    private final int unverifiedLimit;
    private final int sourceLimit;
    private final Map<ByteBuffer, Integer> bySource = new HashMap<>();
    private int all;
    private int unverified;

    HandshakeBudget(ServerConfig.Limits limits) {
        this.limit = limits.handshakes();
        this.usualLimit = limit - limit / RESERVED;
        this.unverifiedLimit = limits.unverifiedHandshakes();
        this.sourceLimit = Math.max(LEAST_FOR_A_SOURCE, limit / 2);
    }

    /// A place for one more handshake, or null if there is none.
    ///
    /// @param verified whether the peer has proven that it receives at its address
    /// @param preferred whether it may be one of the last places
    /// @param address where the peer is, or says it is
    synchronized @Nullable Place tryEnter(
            boolean verified, boolean preferred, InetAddress address) {
        ByteBuffer source = source(address);
        if (all >= (preferred ? limit : usualLimit)
                || (!verified && unverified >= unverifiedLimit)
                || bySource.getOrDefault(source, 0) >= sourceLimit) {
            return null;
        }
        all++;
        unverified += verified ? 0 : 1;
        bySource.merge(source, 1, Integer::sum);
        return new Place(verified, source);
    }

    private static ByteBuffer source(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, IPV6_NETWORK_BYTES));
    }

    private synchronized void leave(Place place) {
        if (!place.left) {
            place.left = true;
            all--;
            unverified -= place.verified ? 0 : 1;
            bySource.computeIfPresent(
                    place.source, (source, count) -> count == 1 ? null : count - 1);
        }
    }

    /// Held by one session until it is admitted or closed.
    final class Place {
        private final boolean verified;
        private final ByteBuffer source;
        private boolean left;

        private Place(boolean verified, ByteBuffer source) {
            this.verified = verified;
            this.source = source;
        }

        /// Leaving twice counts once.
        void leave() {
            HandshakeBudget.this.leave(this);
        }
    }
}
