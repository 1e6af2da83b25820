package io.fieldgate.openvpn;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Counts the sessions of a server that are not admitted yet, over all its workers.
final class HandshakeBudget {
    private final int limit;
    private final int unverifiedLimit;
    private final AtomicInteger all = new AtomicInteger();
    private final AtomicInteger unverified = new AtomicInteger();

    HandshakeBudget(ServerConfig.Limits limits) {
        this.limit = limits.handshakes();
        this.unverifiedLimit = limits.unverifiedHandshakes();
    }

    /// A place for one more handshake, or null if there is none.
    ///
    /// @param verified whether the peer has proven that it receives at its address
    @Nullable Place tryEnter(boolean verified) {
        if (!tryIncrement(all, limit)) {
            return null;
        }
        if (!verified && !tryIncrement(unverified, unverifiedLimit)) {
            all.decrementAndGet();
            return null;
        }
        return new Place(verified);
    }

    private static boolean tryIncrement(AtomicInteger count, int limit) {
        if (count.incrementAndGet() > limit) {
            count.decrementAndGet();
            return false;
        }
        return true;
    }

    /// Held by one session until it is admitted or closed.
    final class Place {
        private final boolean verified;
        private final AtomicBoolean left = new AtomicBoolean();

        private Place(boolean verified) {
            this.verified = verified;
        }

        /// Leaving twice counts once.
        void leave() {
            if (left.compareAndSet(false, true)) {
                all.decrementAndGet();
                if (!verified) {
                    unverified.decrementAndGet();
                }
            }
        }
    }
}
