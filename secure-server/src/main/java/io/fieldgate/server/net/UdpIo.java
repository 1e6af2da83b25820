package io.fieldgate.server.net;

import java.io.IOException;

/// UDP in and out at one local address, or at all that have none of their own. Owned by one
/// worker's thread.
sealed interface UdpIo extends DatagramSender permits UdpPort, BatchedUdpPort {
    /// Hands out what has come in, not more than others can wait for.
    ///
    /// @return how many datagrams
    int read(PacketHandler handler) throws IOException;

    /// Sends what [#send] has only queued. To be called before the worker waits.
    void flush();
}
