package io.fieldgate.server.simulation;

/// A flow as the plain router remembers it.
///
/// Where it is not said whether a packet keeps a flow alive or closes it, both are remembered; when
/// it would make a difference, nothing is said of the flow.
final class PlainFlow {
    private static final long SECOND = 1_000_000_000L;

    /// The first packet.
    final Packet opening;

    final Member opener;

    /// Where the first packet went, and how.
    final World.Way way;

    private boolean isClosing;
    private boolean mayBeClosing;
    private boolean hasEnded;
    private long usedNanos;
    private long perhapsUsedNanos;

    /// Whether it is still there.
    enum Life {
        YES,
        NO,
        UNCLEAR
    }

    PlainFlow(Member opener, Packet opening, World.Way way, long nowNanos) {
        this.opener = opener;
        this.opening = opening;
        this.way = way;
        usedNanos = nowNanos;
        perhapsUsedNanos = nowNanos;
    }

    Life life(long nowNanos) {
        if (hasEnded) {
            return Life.UNCLEAR;
        }
        if (nowNanos - usedNanos < idle(mayBeClosing) - SECOND) {
            return Life.YES;
        }
        return nowNanos - perhapsUsedNanos > idle(isClosing) + SECOND ? Life.NO : Life.UNCLEAR;
    }

    private long idle(boolean closing) {
        return switch (opening.transport()) {
            case Transport.Tcp _ -> closing ? 60 * SECOND : 7200 * SECOND;
            case Transport.Echo _ -> 30 * SECOND;
            case Transport.Udp _, Transport.Other _ -> 120 * SECOND;
            case Transport.Failure _ -> throw new IllegalStateException("an error opens no flow");
        };
    }

    void delivered(long nowNanos, Packet packet) {
        refused(nowNanos, packet);
        isClosing = mayBeClosing;
    }

    /// A packet that goes to no other site is dropped, but keeps the flow alive.
    void refused(long nowNanos, Packet packet) {
        usedNanos = nowNanos;
        perhapsUsedNanos = nowNanos;
        mayBeClosing |= packet.transport() instanceof Transport.Tcp tcp && tcp.closes();
    }

    void perhapsUsed(long nowNanos, Packet packet) {
        perhapsUsedNanos = nowNanos;
        mayBeClosing |= packet.transport() instanceof Transport.Tcp tcp && tcp.closes();
    }

    /// Another one has taken its place. What is still on its way in fragments may go either way.
    void end() {
        hasEnded = true;
    }
}
