package io.fieldgate.server.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// What carries the packets of one tunnel. Owned by one thread.
interface Wire {
    /// The socket.
    int descriptor();

    /// Puts a packet aside, to go with the next [#flush].
    void append(ByteBuffer packet);

    /// Sends what was put aside, with as few calls as possible.
    void flush();

    /// Whether something waits for the network to take it.
    boolean isPending();

    /// Hands out what has come; each packet's content may be overwritten.
    ///
    /// @return false if the connection is gone
    boolean receive(Consumer<ByteBuffer> sink);

    void close();
}
