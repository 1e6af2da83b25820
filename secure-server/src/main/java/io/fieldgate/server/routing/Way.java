package io.fieldgate.server.routing;

import io.fieldgate.server.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/// Where the packets of a flow go, and with which addresses. Filled anew for each flow. Owned by
/// one thread.
///
/// @param <P> the peers
final class Way<P> {
    private @Nullable P target;
    private boolean bySelection;
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;

    /// To this peer, with the addresses that the flow was opened with.
    void leadsTo(P peer, FlowKey<P> opener) {
        target = peer;
        bySelection = false;
        sourceHigh = opener.sourceHigh();
        sourceLow = opener.sourceLow();
        destinationHigh = opener.destinationHigh();
        destinationLow = opener.destinationLow();
    }

    /// It is the client's choice of sites that leads there, and may lead elsewhere tomorrow.
    void chosen() {
        bySelection = true;
    }

    void translateSource(SubnetMapping mapping) {
        sourceHigh = mapping.mappedHigh(sourceHigh);
        sourceLow = mapping.mappedLow(sourceLow);
    }

    void translateDestination(SubnetMapping mapping) {
        destinationHigh = mapping.ownHigh(destinationHigh);
        destinationLow = mapping.ownLow(destinationLow);
    }

    P target() {
        P peer = target;
        if (peer == null) {
            throw new IllegalStateException("a way that leads nowhere");
        }
        return peer;
    }

    boolean isBySelection() {
        return bySelection;
    }

    /// Whether the answers to packets on this way have this key.
    boolean isAnsweredBy(FlowKey<P> responder) {
        return responder.peer().equals(target())
                && responder.runsBetween(destinationHigh, destinationLow, sourceHigh, sourceLow);
    }

    /// The key of the answers to packets with this key.
    void answers(FlowKey<P> opener, FlowKey<P> into) {
        into.of(
                        target(),
                        opener.isIpv6(),
                        opener.protocol(),
                        opener.destinationPort(),
                        opener.sourcePort())
                .from(destinationHigh, destinationLow)
                .to(sourceHigh, sourceLow);
    }

    long sourceHigh() {
        return sourceHigh;
    }

    long sourceLow() {
        return sourceLow;
    }

    long destinationHigh() {
        return destinationHigh;
    }

    long destinationLow() {
        return destinationLow;
    }
}
