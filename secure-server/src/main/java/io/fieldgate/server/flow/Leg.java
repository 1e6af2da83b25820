package io.fieldgate.server.flow;

import org.jspecify.annotations.Nullable;

/// One side of a flow: the key of the packets that come from there, and its place in the table.
///
/// @param <P> the peers
public final class Leg<P> extends FlowKey<P> {
    private final Flow<P> flow;
    long hash;
    @Nullable Leg<P> next;

    Leg(Flow<P> flow) {
        this.flow = flow;
    }

    /// The flow that it is a side of.
    public Flow<P> flow() {
        return flow;
    }

    /// The side that these packets go to. They leave towards it from its destination address, to
    /// its source address.
    public Leg<P> other() {
        return isOpener() ? flow.responder() : flow.opener();
    }

    /// Whether the flow was opened from this side.
    public boolean isOpener() {
        return flow.opener() == this;
    }
}
