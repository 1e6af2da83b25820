package io.fieldgate.portal.access;

import io.fieldgate.portal.shared.Refusal;
import io.fieldgate.portal.shared.RefusedException;

/// What is said when something about access is refused.
final class AccessRefusals {
    private AccessRefusals() {}

    /// Rules name it, so it cannot go.
    static RefusedException inUse(String what, String name, int rules) {
        return RefusedException.conflict(
                "in-use",
                "It is in use",
                "\""
                        + name
                        + "\" stands in "
                        + rules
                        + (rules == 1 ? " rule" : " rules")
                        + ". Take it out of there first, then the "
                        + what
                        + " can go.");
    }

    static RefusedException tooManyQuestions() {
        return new RefusedException(
                new Refusal(
                        Refusal.Kind.TOO_MANY,
                        "too-many-attempts",
                        "Too many attempts",
                        "Many ask at the same time why they cannot reach something. Try again in"
                                + " some seconds.",
                        null));
    }
}
