package io.fieldgate.server.routing;

import java.nio.ByteBuffer;

/// What the secure server does with packets to its own addresses, beside answering echo requests.
/// Called by the worker thread only.
///
/// @param <P> the peers
public interface GatewayService<P> {
    /// A packet from a peer to one of the gateway's addresses, which is no echo request.
    ///
    /// Its IP header is whole, its lengths fit, and its source address is the sender's own; all
    /// else, such as checksums, ports, or whether it is a fragment, is for the service to look at.
    /// In Identical Networks the source is the device's own address at the site.
    ///
    /// @param packet from the buffer's position to its limit; valid during the call only
    /// @param out takes answers
    /// @return false if there is no such service; the packet is counted as dropped then
    boolean offer(long nowNanos, P sender, ByteBuffer packet, Reply<P> out);

    /// Sends what the gateway itself has to say. Always the same object for one router, so that it
    /// may be kept and used later, by the worker thread.
    ///
    /// @param <P> the peers
    interface Reply<P> {
        /// Sends a whole IP packet into a peer's tunnel as it is: no route is looked up, no address
        /// translated, no rule asked. In Identical Networks a packet to a device has the device's
        /// own address.
        ///
        /// @return false if the peer is not connected or the packet is too long for its tunnel
        boolean send(P target, ByteBuffer packet);
    }
}
