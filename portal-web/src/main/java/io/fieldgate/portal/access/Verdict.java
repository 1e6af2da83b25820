package io.fieldgate.portal.access;

import java.util.List;

/// What the policy says to a flow.
public sealed interface Verdict {
    /// No rule names the client: it reaches all that the routing mode permits.
    record Unrestricted() implements Verdict {}

    /// @param ruleIds the rules that allow it
    record Allowed(List<String> ruleIds) implements Verdict {
        public Allowed {
            ruleIds = List.copyOf(ruleIds);
        }
    }

    /// @param ruleIds the rules that deny it, whatever others allow
    record Denied(List<String> ruleIds) implements Verdict {
        public Denied {
            ruleIds = List.copyOf(ruleIds);
        }
    }

    /// There are rules for the client, and none of them allows it.
    record NotListed() implements Verdict {}

    default boolean passes() {
        return switch (this) {
            case Unrestricted _, Allowed _ -> true;
            case Denied _, NotListed _ -> false;
        };
    }
}
