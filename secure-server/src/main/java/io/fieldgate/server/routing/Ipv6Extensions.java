package io.fieldgate.server.routing;

import java.nio.ByteBuffer;

/// Walks over the extension headers of an IPv6 packet (RFC 8200 section 4) to the transport's
/// header. Filled anew for each packet. Owned by one thread.
final class Ipv6Extensions {
    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int DESTINATION_OPTIONS = 60;
    private static final int UNIT = 8;
    private static final int MAX_EXTENSIONS = 8;

    private int protocol;
    private int transport;
    private boolean fragment;
    private int fragmentOffset;
    private int fragmentId;
    private int fragmentProtocol;

    /// False if a header is cut off, if there are too many, or if the packet has hops to go that
    /// its destination address does not show (RFC 5095).
    ///
    /// @param start where the IPv6 header begins, which is whole
    boolean walk(ByteBuffer packet, int start, int limit) {
        protocol = packet.get(start + 6) & 0xff;
        transport = start + IpPacket.IPV6_HEADER;
        fragment = false;
        fragmentOffset = 0;
        fragmentId = 0;
        fragmentProtocol = protocol;
        for (int i = 0; i < MAX_EXTENSIONS; i++) {
            if (!isExtension(protocol)) {
                return transport <= limit;
            }
            if (transport + UNIT > limit) {
                return false;
            }
            int kind = protocol;
            protocol = packet.get(transport) & 0xff;
            if (kind == FRAGMENT) {
                if (fragment) {
                    return false;
                }
                fragment(packet);
                transport += UNIT;
                if (fragmentOffset > 0) {
                    return true;
                }
            } else if (kind == ROUTING && packet.get(transport + 3) != 0) {
                return false;
            } else {
                transport += ((packet.get(transport + 1) & 0xff) + 1) * UNIT;
            }
        }
        return false;
    }

    /// The transport's; of a later fragment the next header that the fragment header names.
    int protocol() {
        return protocol;
    }

    int transport() {
        return transport;
    }

    boolean isFragment() {
        return fragment;
    }

    /// Bytes.
    int fragmentOffset() {
        return fragmentOffset;
    }

    int fragmentId() {
        return fragmentId;
    }

    int fragmentProtocol() {
        return fragmentProtocol;
    }

    /// A packet that is its own only fragment (RFC 6946) counts as whole.
    private void fragment(ByteBuffer packet) {
        int offsetAndMore = packet.getShort(transport + 2) & 0xffff;
        fragmentOffset = offsetAndMore & 0xfff8;
        fragment = (offsetAndMore & 0xfff9) != 0;
        fragmentId = packet.getInt(transport + 4);
        fragmentProtocol = protocol;
    }

    private static boolean isExtension(int header) {
        return header == HOP_BY_HOP
                || header == ROUTING
                || header == FRAGMENT
                || header == DESTINATION_OPTIONS;
    }
}
