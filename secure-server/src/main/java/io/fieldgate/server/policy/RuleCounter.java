package io.fieldgate.server.policy;

import java.util.concurrent.atomic.AtomicLong;

/// How often one rule decided. Counted by all workers, told by one.
public final class RuleCounter {
    private final String ruleId;
    private final AtomicLong hits = new AtomicLong();
    private volatile long lastHitNanos;
    private long told;

    RuleCounter(String ruleId) {
        this.ruleId = ruleId;
    }

    /// UUID of the rule.
    public String ruleId() {
        return ruleId;
    }

    /// Since the server's start.
    public long hits() {
        return hits.get();
    }

    /// When it decided last, by [System#nanoTime]; meaningless while there are no hits.
    public long lastHitNanos() {
        return lastHitNanos;
    }

    void hit(long nowNanos) {
        hits.incrementAndGet();
        lastHitNanos = nowNanos;
    }

    boolean takeNews() {
        long count = hits.get();
        boolean news = count != told;
        told = count;
        return news;
    }
}
