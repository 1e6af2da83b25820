package io.fieldgate.server.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/// Where datagrams go out. For the worker thread only.
@FunctionalInterface
public interface DatagramSender {
    /// Sends now or not at all.
    void send(ByteBuffer packet, InetSocketAddress to);
}
