package io.fieldgate.server.flow;

import io.fieldgate.server.policy.DropReason;
import io.fieldgate.server.policy.Verdict;
import org.jspecify.annotations.Nullable;

/// Packets between two peers that belong together, and what was decided about them. Its object is
/// used again for another flow when it ends.
///
/// @param <P> the peers
public final class Flow<P> {
    private final Leg<P> opener = new Leg<>(this);
    private final Leg<P> responder = new Leg<>(this);
    private int generation;
    private @Nullable DropReason refusal;
    private @Nullable Verdict verdict;
    Idle idle = Idle.DATAGRAM;
    long lastUsed;
    long serial;
    boolean inTable;
    @Nullable Flow<P> older;
    @Nullable Flow<P> newer;
    @Nullable Holding<P> holding;
    @Nullable Flow<P> olderOfPeer;
    @Nullable Flow<P> newerOfPeer;

    /// The side that opened it.
    public Leg<P> opener() {
        return opener;
    }

    /// The other side.
    public Leg<P> responder() {
        return responder;
    }

    /// Of the routes and rules by which it was judged last.
    public int generation() {
        return generation;
    }

    /// Why its packets are dropped; null if they are not.
    public @Nullable DropReason refusal() {
        return refusal;
    }

    /// What the rules said; null if they were not asked.
    public @Nullable Verdict verdict() {
        return verdict;
    }

    /// Notes a judgement.
    public void judged(
            int byGeneration, @Nullable DropReason newRefusal, @Nullable Verdict newVerdict) {
        generation = byGeneration;
        refusal = newRefusal;
        verdict = newVerdict;
    }

    /// How long it may be silent.
    public Idle idle() {
        return idle;
    }

    /// Changes when the object becomes another flow.
    public long serial() {
        return serial;
    }
}
