package io.fieldgate.openvpn;

import org.jspecify.annotations.Nullable;

/// Counts the sessions of a server that are not admitted yet. Shared by all its workers, so guarded
/// by its lock, which is held for a few instructions once or twice per handshake.
final class HandshakeBudget {
    private final int limit;
    private final int unverifiedLimit;
    private int all;
    private int unverified;

    HandshakeBudget(ServerConfig.Limits limits) {
        this.limit = limits.handshakes();
        this.unverifiedLimit = limits.unverifiedHandshakes();
    }

    /// A place for one more handshake, or null if there is none.
    ///
    /// @param verified whether the peer has proven that it receives at its address
    synchronized @Nullable Place tryEnter(boolean verified) {
        if (all >= limit || (!verified && unverified >= unverifiedLimit)) {
            return null;
        }
        all++;
        unverified += verified ? 0 : 1;
        return new Place(verified);
    }

    private synchronized void leave(Place place) {
        if (!place.left) {
            place.left = true;
            all--;
            unverified -= place.verified ? 0 : 1;
        }
    }

    /// Held by one session until it is admitted or closed.
    final class Place {
        private final boolean verified;
        private boolean left;

        private Place(boolean verified) {
            this.verified = verified;
        }

        /// Leaving twice counts once.
        void leave() {
            HandshakeBudget.this.leave(this);
        }
    }
}
