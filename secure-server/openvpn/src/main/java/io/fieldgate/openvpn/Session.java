package io.fieldgate.openvpn;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/// One peer's OpenVPN session, seen from either end.
///
/// Owned by one thread at a time. Every call takes the time and a sink; the sink is called only
/// during that call. After each call ask [#nextDeadline] when to call [#tick]. No call blocks, and
/// none throws because of what a peer sent: bad packets are counted by [Sink#drop].
///
/// All times named `nowNanos` come from one monotonic clock such as `System.nanoTime`.
///
/// @param <O> what the session asks of its shell; the ends report different things
public interface Session<O extends Session.Sink> {
    /// A control or data packet of this session.
    ///
    /// @param from where it came from; on UDP a data packet that proves to be genuine and newer
    ///   than all others moves the session there ([Event.Floated])
    /// @param packet one whole OpenVPN packet between position and limit, without the length of
    ///   TCP; its content may be overwritten and it may be reused when the call returns
    void receive(long nowNanos, InetSocketAddress from, ByteBuffer packet, O output);

    /// An IP packet to the peer. Dropped before the peer is admitted.
    ///
    /// @param ipPacket between position and limit; the TCP maximum segment size in it may be
    ///   lowered in place
    void send(long nowNanos, ByteBuffer ipPacket, O output);

    /// Does what is due: retransmissions, pings, renegotiation, timeouts.
    void tick(long nowNanos, O output);

    /// When [#tick] wants to be called, on the clock of `nowNanos`; `Long.MAX_VALUE` once the
    /// session is closed. Compare by subtraction.
    long nextDeadline();

    /// Goes on with a handshake after a task given to [Sink#compute] has run. The shell calls this
    /// on the session's thread; a call while no task has finished is harmless.
    void resume(long nowNanos, O output);

    /// What every session asks of its shell. Buffers are valid during the call only.
    interface Sink {
        /// Send this packet to the session's remote address.
        void transmit(ByteBuffer packet);

        /// An IP packet from the peer: authenticated, fresh, not yet checked for its source
        /// address.
        void deliver(ByteBuffer ipPacket);

        /// Run this slow TLS task on another thread, then call [Session#resume] on the session's
        /// own. The session keeps working meanwhile; packets of the handshake in question wait.
        void compute(Runnable tlsTask);

        /// A packet was dropped; count it.
        void drop(DropReason reason);
    }

    /// What a server's session asks of its shell.
    interface Output extends Sink {
        /// Something happened. The shell may call back into the session ([ServerSession#admit],
        /// [ServerSession#refuse]) from here or later.
        void report(Event event);
    }
}
