package io.fieldgate.server.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/// Where datagrams go out. For its worker's thread only.
@FunctionalInterface
public interface DatagramSender {
    /// The one of another worker for the same local address.
    default DatagramSender at(int worker) {
        return this;
    }

    /// Sends now or not at all.
    void send(ByteBuffer packet, InetSocketAddress to);
}
