package io.fieldgate.server.routing;

import java.nio.ByteBuffer;

/// The options of an IPv4 header (RFC 791 section 3.1).
final class Ipv4Options {
    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int LOOSE_SOURCE_ROUTE = 131;
    private static final int STRICT_SOURCE_ROUTE = 137;

    private Ipv4Options() {}

    /// Whether they lead the packet around its destination address, or may do so because they
    /// cannot be read (RFC 7126 section 4.3).
    static boolean areSourceRoute(ByteBuffer packet, int start, int headerLength) {
        int end = start + headerLength;
        int at = start + IpPacket.IPV4_HEADER;
        while (at < end) {
            int option = packet.get(at) & 0xff;
            if (option == END) {
                return false;
            }
            if (option == NO_OPERATION) {
                at++;
                continue;
            }
            if (option == LOOSE_SOURCE_ROUTE || option == STRICT_SOURCE_ROUTE || at + 1 >= end) {
                return true;
            }
            int length = packet.get(at + 1) & 0xff;
            if (length < 2) {
                return true;
            }
            at += length;
        }
        return false;
    }
}
