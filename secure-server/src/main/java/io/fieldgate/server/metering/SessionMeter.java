package io.fieldgate.server.metering;

/// Counts the payload of one session: bytes of IP packets, without the tunnel's own overhead. Owned
/// by the worker thread.
public final class SessionMeter {
    private long bytesReceived;
    private long bytesSent;

    /// An IP packet that came from the peer and passed the ingress check.
    public void received(int bytes) {
        bytesReceived += bytes;
    }

    /// An IP packet that was handed to the peer's tunnel.
    public void sent(int bytes) {
        bytesSent += bytes;
    }

    public long bytesReceived() {
        return bytesReceived;
    }

    public long bytesSent() {
        return bytesSent;
    }
}
