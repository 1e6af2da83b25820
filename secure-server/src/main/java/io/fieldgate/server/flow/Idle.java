package io.fieldgate.server.flow;

/// How long a flow may be silent before it is forgotten.
public enum Idle {
    TCP(2 * 60 * 60),
    /// After a FIN or RST.
    TCP_CLOSING(60),
    /// UDP, and protocols without ports.
    DATAGRAM(120),
    ICMP(30);

    private final long nanos;

    Idle(long seconds) {
        nanos = seconds * 1_000_000_000L;
    }

    /// Nanoseconds.
    public long nanos() {
        return nanos;
    }
}
