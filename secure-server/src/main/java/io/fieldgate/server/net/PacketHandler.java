package io.fieldgate.server.net;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/// Who gets the packets. All calls come from one worker's thread; buffers are valid during the call
/// only and may be overwritten.
public interface PacketHandler {
    /// An OpenVPN packet over UDP.
    ///
    /// @param port where it came in; answers must go out there
    void datagram(long nowNanos, DatagramSender port, InetSocketAddress from, ByteBuffer packet);

    /// An OpenVPN packet over TCP, without its length.
    void frame(long nowNanos, TcpConnection connection, ByteBuffer packet);

    /// A TCP connection is gone, whoever closed it. Called once for each.
    void disconnected(long nowNanos, TcpConnection connection);

    /// All packets that came in together have been handed out: what was kept for them can be let
    /// go. Called before anything that takes time, and after [#runDue].
    default void pause() {}

    /// Whether another worker has left something to do. Asked before the worker sleeps.
    default boolean hasWork() {
        return false;
    }

    /// Does what is due.
    ///
    /// @return when to call again at the latest, on the clock of `nowNanos`
    long runDue(long nowNanos);
}
