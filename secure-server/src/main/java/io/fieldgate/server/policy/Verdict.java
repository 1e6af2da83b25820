package io.fieldgate.server.policy;

import org.jspecify.annotations.Nullable;

/// What the rules say about a flow. Made once for each rule, never for a packet.
public final class Verdict {
    /// No rule names the client.
    public static final Verdict UNFILTERED = new Verdict(true, null);

    /// Rules name the client, and none of them allows the flow.
    public static final Verdict DENIED_BY_DEFAULT = new Verdict(false, null);

    private final boolean permits;
    private final @Nullable RuleCounter rule;

    private Verdict(boolean permits, @Nullable RuleCounter rule) {
        this.permits = permits;
        this.rule = rule;
    }

    /// This rule decides.
    public static Verdict of(boolean permits, RuleCounter rule) {
        return new Verdict(permits, rule);
    }

    /// Whether the flow may be.
    public boolean permits() {
        return permits;
    }

    /// The rule that decided; null if none did.
    public @Nullable RuleCounter rule() {
        return rule;
    }

    /// Why packets are dropped; null if they are not.
    public @Nullable DropReason refusal() {
        if (permits) {
            return null;
        }
        return rule == null ? DropReason.DENIED_BY_DEFAULT : DropReason.DENIED_BY_RULE;
    }

    /// Counts the rule's hit.
    public void count(long nowNanos) {
        if (rule != null) {
            rule.hit(nowNanos);
        }
    }
}
