package io.fieldgate.server.service;

import java.util.Map;
import java.util.WeakHashMap;

/// How much a single peer may ask of the gateway: a bucket of tokens that refills. Owned by the
/// worker thread.
///
/// @param <P> the peers; two are the same when they are the same object
final class RateLimit<P> {
    private static final long SECOND = 1_000_000_000L;

    private final int perSecond;
    private final int burst;
    private final Map<P, Bucket> buckets = new WeakHashMap<>();

    RateLimit(int perSecond, int burst) {
        this.perSecond = perSecond;
        this.burst = burst;
    }

    /// Whether the peer may have one more now; takes it then.
    boolean take(long nowNanos, P peer) {
        return buckets.computeIfAbsent(peer, _ -> new Bucket(nowNanos)).take(nowNanos);
    }

    private final class Bucket {
        private long updated;
        private double tokens = burst;

        Bucket(long nowNanos) {
            updated = nowNanos;
        }

        boolean take(long nowNanos) {
            double refilled = (double) (nowNanos - updated) * perSecond / SECOND;
            tokens = Math.min(burst, tokens + refilled);
            updated = nowNanos;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }
    }
}
