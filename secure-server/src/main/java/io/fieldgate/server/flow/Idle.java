package io.fieldgate.server.flow;

/// How long a flow may be silent before it is forgotten.
public enum Idle {
    TCP(0, 2 * 60 * 60),
    /// After a FIN or RST.
    TCP_CLOSING(1, 60),
    /// UDP, and protocols without ports.
    DATAGRAM(2, 120),
    ICMP(3, 30);

    static final int COUNT = values().length;

    private final int index;
    private final long nanos;

    Idle(int index, long seconds) {
        this.index = index;
        nanos = seconds * 1_000_000_000L;
    }

    /// Below [#COUNT], for arrays.
    int index() {
        return index;
    }

    /// Nanoseconds.
    public long nanos() {
        return nanos;
    }
}
