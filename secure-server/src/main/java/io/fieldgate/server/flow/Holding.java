package io.fieldgate.server.flow;

import org.jspecify.annotations.Nullable;

/// The flows that one peer has opened, by the time of their last packet. Its object is used again
/// for another peer when the last of them ends.
///
/// @param <P> the peers
final class Holding<P> {
    private @Nullable Flow<P> oldest;
    private @Nullable Flow<P> newest;
    @Nullable P peer;
    @Nullable Holding<P> next;
    int count;

    /// The flow that has been silent longest; null if there is none.
    @Nullable Flow<P> oldest() {
        return oldest;
    }

    void append(Flow<P> flow) {
        Flow<P> last = newest;
        flow.olderOfPeer = last;
        flow.newerOfPeer = null;
        if (last == null) {
            oldest = flow;
        } else {
            last.newerOfPeer = flow;
        }
        newest = flow;
        count++;
    }

    void remove(Flow<P> flow) {
        Flow<P> before = flow.olderOfPeer;
        Flow<P> after = flow.newerOfPeer;
        if (before == null) {
            oldest = after;
        } else {
            before.newerOfPeer = after;
        }
        if (after == null) {
            newest = before;
        } else {
            after.olderOfPeer = before;
        }
        flow.olderOfPeer = null;
        flow.newerOfPeer = null;
        count--;
    }

    /// A packet of the flow came by.
    void touch(Flow<P> flow) {
        if (newest != flow) {
            remove(flow);
            append(flow);
        }
    }
}
