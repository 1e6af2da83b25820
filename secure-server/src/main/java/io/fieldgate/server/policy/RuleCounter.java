package io.fieldgate.server.policy;

/// How often one rule decided. Owned by the worker thread.
public final class RuleCounter {
    private final String ruleId;
    private long hits;
    private long lastHitNanos;
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
        return hits;
    }

    /// When it decided last, by [System#nanoTime]; meaningless while there are no hits.
    public long lastHitNanos() {
        return lastHitNanos;
    }

    void hit(long nowNanos) {
        hits++;
        lastHitNanos = nowNanos;
    }

    boolean takeNews() {
        boolean news = hits != told;
        told = hits;
        return news;
    }
}
