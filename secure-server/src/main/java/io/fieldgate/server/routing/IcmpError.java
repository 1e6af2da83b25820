package io.fieldgate.server.routing;

import io.fieldgate.server.flow.Leg;
import java.nio.ByteBuffer;

/// Brings an ICMP error about a packet to where that packet came from: with the addresses that the
/// receiver knows, outside and in the packet that the error quotes.
final class IcmpError {
    private static final int QUOTED = 8;

    private IcmpError() {}

    /// Where the quoted packet begins.
    static int quotedAt(Headers headers) {
        return headers.transport() + QUOTED;
    }

    /// Translates an error, in place.
    ///
    /// @param headers of the error
    /// @param quoted of the packet that it quotes, which went to where the error comes from
    /// @param leg the side of the flow that the error comes from
    /// @param fromHigh the address that the receiver knows the error's sender by, upper half
    static void translate(
            ByteBuffer packet,
            Headers headers,
            Headers quoted,
            Leg<?> leg,
            long fromHigh,
            long fromLow) {
        Leg<?> receiver = leg.other();
        int start = quoted.start();
        int length = headers.limit() - start;
        int before = IpPacket.sum(packet, start, length);
        Translation.readdress(
                packet,
                quoted,
                receiver.sourceHigh(),
                receiver.sourceLow(),
                receiver.destinationHigh(),
                receiver.destinationLow());
        int after = IpPacket.sum(packet, start, length);
        Translation.adjust(packet, headers.transport() + 2, before, after);
        Translation.readdress(
                packet, headers, fromHigh, fromLow, receiver.sourceHigh(), receiver.sourceLow());
    }
}
