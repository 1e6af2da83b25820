package io.fieldgate.openvpn;

import io.fieldgate.openvpn.control.Deadline;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the owner is asked about a peer, key exchange by key exchange, and what became of it.
final class Authentication {
    private final Verdicts verdicts = new Verdicts();
    private @Nullable KnownPeer peer;
    private @Nullable Admission admission;
    private Optional<Admission.AuthToken> newToken = Optional.empty();
    private boolean awaitsText;
    private long patientUntilNanos = Deadline.NEVER;

    /// Begins a question.
    ///
    /// @return its number, or 0 if nothing may be asked any more
    long ask(KnownPeer about) {
        peer = about;
        admission = null;
        newToken = Optional.empty();
        awaitsText = false;
        patientUntilNanos = Deadline.NEVER;
        return verdicts.ask();
    }

    long openQuestion() {
        return verdicts.open();
    }

    /// Whom the last question is about.
    @Nullable KnownPeer peer() {
        return peer;
    }

    /// What the owner wants to give to the peer, once it has said so.
    @Nullable Admission admission() {
        return admission;
    }

    /// What shall take the place of the peer's password after a renegotiation.
    Optional<Admission.AuthToken> newToken() {
        return newToken;
    }

    /// @return whether all is positive now
    boolean admit(long question, Admission given, Set<Factor> factors) {
        if (verdicts.isOpen(question) && admission == null) {
            admission = given;
        }
        return verdicts.agree(question, factors);
    }

    /// @return whether all is positive now
    boolean approve(long question, Optional<Admission.AuthToken> token, Set<Factor> factors) {
        if (verdicts.isOpen(question)) {
            newToken = token;
        }
        return verdicts.agree(question, factors);
    }

    /// @return whether all is positive now
    boolean confirm(long question, Factor factor) {
        return verdicts.confirm(question, factor);
    }

    /// @return whether the question was open
    boolean refuse(long question) {
        return verdicts.refuse(question);
    }

    /// Whatever is answered from now on does not count.
    void end() {
        verdicts.end();
    }

    /// The messages that ask the peer's user; none if its client cannot, or nothing is open.
    List<String> challenge(long nowNanos, long question, Challenge challenge) {
        KnownPeer about = peer;
        if (about == null
                || !verdicts.isOpen(question)
                || !about.capabilities().canBeAsked(challenge)) {
            return List.of();
        }
        awaitsText = challenge instanceof Challenge.TextQuestion;
        patientUntilNanos = nowNanos + challenge.timeout().toNanos();
        String pending =
                about.capabilities().knowsPendingTimeout()
                        ? "AUTH_PENDING,timeout " + challenge.timeout().toSeconds()
                        : "AUTH_PENDING";
        return List.of(pending, "INFO_PRE," + challenge.text());
    }

    /// The question that the user's answer belongs to, or 0 if none was asked for. One answer
    /// counts.
    long takeAnswer() {
        boolean asked = awaitsText;
        awaitsText = false;
        return asked ? verdicts.open() : 0;
    }

    /// Until when the verdict may take, if a challenge gave it time; else [Deadline#NEVER].
    long patientUntilNanos() {
        return patientUntilNanos;
    }
}
