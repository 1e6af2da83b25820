package io.fieldgate.openvpn;

import java.util.EnumSet;
import java.util.Set;

/// The verdicts on one peer at one key exchange, in whatever order they come. The peer is let in
/// when the caller has agreed and every factor that it then named is confirmed; one refusal ends it
/// for good.
///
/// ```
/// IDLE -> ASKED -> POSITIVE          (the next question begins at IDLE again)
///           |
///           v
///        NEGATIVE                    (nothing leads out)
/// ```
///
/// A verdict names its question. One that comes late, for an earlier question, changes nothing.
final class Verdicts {
    private State state = State.IDLE;
    private long question;
    private boolean agreed;
    private final Set<Factor> required = EnumSet.noneOf(Factor.class);
    private final Set<Factor> confirmed = EnumSet.noneOf(Factor.class);

    /// A new question; its number is never 0.
    ///
    /// @return 0 if nothing may be asked any more
    long ask() {
        if (state == State.NEGATIVE) {
            return 0;
        }
        state = State.ASKED;
        agreed = false;
        required.clear();
        confirmed.clear();
        return ++question;
    }

    /// The number of the open question, or 0.
    long open() {
        return state == State.ASKED ? question : 0;
    }

    boolean isOpen(long number) {
        return number != 0 && number == open();
    }

    /// The peer may come in as soon as all these factors are confirmed.
    ///
    /// @return whether all is positive now
    boolean agree(long number, Set<Factor> factors) {
        if (!isOpen(number) || agreed) {
            return false;
        }
        agreed = true;
        required.addAll(factors);
        return decide();
    }

    /// This factor is positive.
    ///
    /// @return whether all is positive now
    boolean confirm(long number, Factor factor) {
        if (!isOpen(number)) {
            return false;
        }
        confirmed.add(factor);
        return decide();
    }

    /// Something is negative.
    ///
    /// @return whether that question was open
    boolean refuse(long number) {
        if (!isOpen(number)) {
            return false;
        }
        state = State.NEGATIVE;
        return true;
    }

    /// No question is asked any more and no verdict counts.
    void end() {
        state = State.NEGATIVE;
    }

    private boolean decide() {
        boolean all = agreed && confirmed.containsAll(required);
        if (all) {
            state = State.POSITIVE;
        }
        return all;
    }

    private enum State {
        IDLE,
        ASKED,
        POSITIVE,
        NEGATIVE
    }
}
