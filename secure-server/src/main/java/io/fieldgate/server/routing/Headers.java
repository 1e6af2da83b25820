package io.fieldgate.server.routing;

import java.nio.ByteBuffer;

/// What the headers of an IP packet say of the flow that it belongs to: addresses, protocol, ports.
/// Filled anew for each packet, so that nothing is allocated. Owned by one thread.
///
/// ICMP has its identifier in the place of both ports; protocols without ports have zeros, and so
/// have later fragments.
final class Headers {
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMPV6 = 58;

    /// Up to the identifier of an echo request, or the ports of TCP and UDP with what RFC 792 lets
    /// an error quote.
    private static final int LEAST_QUOTED = 8;

    private static final int TCP_HEADER = 20;
    private static final int TCP_FLAGS = 13;
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int ACK = 16;

    /// Offset of a fragment that lies over the flags of TCP (RFC 3128), bytes.
    private static final int OVER_TCP_FLAGS = 8;

    private final Ipv6Extensions extensions = new Ipv6Extensions();
    private boolean ipv6;
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private int protocol;
    private int start;
    private int transport;
    private int limit;
    private boolean fragment;
    private int fragmentOffset;
    private int fragmentId;
    private int fragmentProtocol;
    private int sourcePort;
    private int destinationPort;
    private int flags;

    /// Reads a packet that [IpPacket#trim] has found whole; false if it cannot be told what flow it
    /// belongs to: a header that is cut off or contradicts itself, or options that lead it around
    /// its destination address.
    boolean parse(ByteBuffer packet) {
        boolean readable = network(packet, packet.position(), packet.limit());
        if (!readable) {
            return false;
        }
        if (fragmentOffset > 0) {
            return protocol != TCP || fragmentOffset > OVER_TCP_FLAGS;
        }
        return transport(packet, protocol == TCP ? TCP_HEADER : LEAST_QUOTED);
    }

    /// Reads the beginning of a packet that an ICMP error quotes; false if it does not say what
    /// flow it is about.
    ///
    /// @param at where it begins
    boolean parseQuoted(ByteBuffer packet, int at) {
        int room = packet.limit() - at;
        if (room < IpPacket.IPV4_HEADER) {
            return false;
        }
        int version = (packet.get(at) & 0xf0) >>> 4;
        boolean roomForHeader = version == 4 || (version == 6 && room >= IpPacket.IPV6_HEADER);
        return roomForHeader
                && network(packet, at, packet.limit())
                && fragmentOffset == 0
                && transport(packet, LEAST_QUOTED);
    }

    private boolean network(ByteBuffer packet, int at, int end) {
        start = at;
        limit = end;
        sourcePort = 0;
        destinationPort = 0;
        flags = 0;
        ipv6 = (packet.get(at) & 0xf0) == 0x60;
        return ipv6 ? ipv6(packet) : ipv4(packet);
    }

    private boolean ipv4(ByteBuffer packet) {
        int length = (packet.get(start) & 0x0f) * 4;
        if (length < IpPacket.IPV4_HEADER
                || start + length > limit
                || Ipv4Options.areSourceRoute(packet, start, length)) {
            return false;
        }
        sourceHigh = 0;
        destinationHigh = 0;
        sourceLow = packet.getInt(start + 12) & 0xffffffffL;
        destinationLow = packet.getInt(start + 16) & 0xffffffffL;
        protocol = packet.get(start + 9) & 0xff;
        transport = start + length;
        int fragments = packet.getShort(start + 6) & 0xffff;
        fragmentOffset = (fragments & 0x1fff) * 8;
        fragment = (fragments & 0x3fff) != 0;
        fragmentId = packet.getShort(start + 4) & 0xffff;
        fragmentProtocol = protocol;
        return true;
    }

    private boolean ipv6(ByteBuffer packet) {
        sourceHigh = packet.getLong(start + 8);
        sourceLow = packet.getLong(start + 16);
        destinationHigh = packet.getLong(start + 24);
        destinationLow = packet.getLong(start + 32);
        if (!extensions.walk(packet, start, limit)) {
            return false;
        }
        protocol = extensions.protocol();
        transport = extensions.transport();
        fragment = extensions.isFragment();
        fragmentOffset = extensions.fragmentOffset();
        fragmentId = extensions.fragmentId();
        fragmentProtocol = extensions.fragmentProtocol();
        return true;
    }

    private boolean transport(ByteBuffer packet, int leastLength) {
        int room = limit - transport;
        if (protocol == TCP || protocol == UDP) {
            if (room < leastLength) {
                return false;
            }
            sourcePort = packet.getShort(transport) & 0xffff;
            destinationPort = packet.getShort(transport + 2) & 0xffff;
            flags = protocol == TCP && room > TCP_FLAGS ? packet.get(transport + TCP_FLAGS) : 0;
            return true;
        }
        if (isIcmp()) {
            if (room < leastLength) {
                return false;
            }
            flags = packet.get(transport) & 0xff;
            if (IcmpKind.hasIdentifier(ipv6, flags)) {
                sourcePort = packet.getShort(transport + 4) & 0xffff;
                destinationPort = sourcePort;
            }
        }
        return true;
    }

    /// Writes other addresses into what was read, as [Translation] does into the packet.
    void readdressed(long fromHigh, long fromLow, long toHigh, long toLow) {
        sourceHigh = fromHigh;
        sourceLow = fromLow;
        destinationHigh = toHigh;
        destinationLow = toLow;
    }

    boolean isIpv6() {
        return ipv6;
    }

    long sourceHigh() {
        return sourceHigh;
    }

    long sourceLow() {
        return sourceLow;
    }

    long destinationHigh() {
        return destinationHigh;
    }

    long destinationLow() {
        return destinationLow;
    }

    int protocol() {
        return protocol;
    }

    int sourcePort() {
        return sourcePort;
    }

    int destinationPort() {
        return destinationPort;
    }

    /// Where the IP header begins in the buffer.
    int start() {
        return start;
    }

    /// Where the transport's header begins in the buffer.
    int transport() {
        return transport;
    }

    /// Where the packet ends in the buffer.
    int limit() {
        return limit;
    }

    /// Whether it is one fragment of several.
    boolean isFragment() {
        return fragment;
    }

    /// Whether it is a fragment without the transport's header.
    boolean isLaterFragment() {
        return fragmentOffset > 0;
    }

    int fragmentId() {
        return fragmentId;
    }

    /// The protocol as all fragments of a packet name it.
    int fragmentProtocol() {
        return fragmentProtocol;
    }

    boolean isTcp() {
        return protocol == TCP;
    }

    /// ICMP in IPv4, ICMPv6 in IPv6.
    boolean isIcmp() {
        return protocol == (ipv6 ? ICMPV6 : IpPacket.PROTOCOL_ICMP);
    }

    /// The type of an ICMP message.
    int icmpType() {
        return flags;
    }

    /// Whether this is the segment with which a TCP connection begins.
    boolean opensTcp() {
        return protocol == TCP && (flags & (SYN | ACK | RST | FIN)) == SYN;
    }

    /// Whether this is a TCP segment with which a connection ends.
    boolean closesTcp() {
        return protocol == TCP && (flags & (FIN | RST)) != 0;
    }

    boolean resetsTcp() {
        return protocol == TCP && (flags & RST) != 0;
    }

    boolean acknowledgesTcp() {
        return protocol == TCP && (flags & ACK) != 0;
    }

    /// Sequence numbers that a TCP segment's flags take up.
    int tcpFlagLength() {
        return Integer.bitCount(flags & (SYN | FIN));
    }
}
