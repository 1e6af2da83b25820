package io.fieldgate.server.service;

import io.fieldgate.server.routing.Prefix;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// An IP packet from or to one of the gateway's addresses: one piece, without IPv6 extension
/// headers. For what is rare; packets that are routed on do not come here.
///
/// @param source a host, as a prefix of full length
/// @param destination a host, as a prefix of full length
/// @param protocol number of the transport
/// @param message the transport's header and what follows; its checksum is right
record InnerPacket(Prefix source, Prefix destination, int protocol, ByteBuffer message) {
    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int ICMPV6 = 58;

    static final int IPV4_HEADER = 20;
    static final int IPV6_HEADER = 40;

    private static final int TTL = 64;
    private static final int DO_NOT_FRAGMENT = 0x4000;
    private static final int FRAGMENT = 0x3fff;

    /// Reads a packet whose IP header is whole and whose lengths fit.
    ///
    /// @return null if it is a fragment, has extension headers, a transport that is not known here,
    ///   or a wrong checksum
    static @Nullable InnerPacket read(ByteBuffer packet) {
        ByteBuffer whole = packet.slice();
        InnerPacket inner = whole.get(0) >>> 4 == 4 ? readIpv4(whole) : readIpv6(whole);
        return inner != null && inner.isIntact() ? inner : null;
    }

    private static @Nullable InnerPacket readIpv4(ByteBuffer whole) {
        int header = (whole.get(0) & 0x0f) * 4;
        if ((whole.getShort(6) & FRAGMENT) != 0 || Checksum.of(whole.slice(0, header)) != 0) {
            return null;
        }
        return new InnerPacket(
                Prefix.ipv4(whole.getInt(12), 32),
                Prefix.ipv4(whole.getInt(16), 32),
                whole.get(9) & 0xff,
                whole.slice(header, whole.limit() - header));
    }

    private static InnerPacket readIpv6(ByteBuffer whole) {
        return new InnerPacket(
                new Prefix(true, whole.getLong(8), whole.getLong(16), 128),
                new Prefix(true, whole.getLong(24), whole.getLong(32), 128),
                whole.get(6) & 0xff,
                whole.slice(IPV6_HEADER, whole.limit() - IPV6_HEADER));
    }

    /// Whether a message of this length has room for its transport's header and a right checksum.
    private boolean isIntact() {
        if (message.remaining() < leastHeader(protocol)) {
            return false;
        }
        if (protocol == UDP && !source.ipv6() && message.getShort(6) == 0) {
            return true; // sent without one
        }
        boolean withoutOne = protocol == UDP && message.getShort(6) == 0;
        return !withoutOne && checksum() == 0;
    }

    private static int leastHeader(int protocol) {
        return switch (protocol) {
            case ICMP, ICMPV6, UDP -> 8;
            case TCP -> 20;
            default -> Integer.MAX_VALUE;
        };
    }

    /// The packet as it goes into a tunnel, with its checksums.
    ByteBuffer write() {
        message.putShort(checksumOffset(), (short) 0);
        short checksum = checksum();
        message.putShort(
                checksumOffset(), protocol == UDP && checksum == 0 ? (short) 0xffff : checksum);
        int length = message.remaining();
        ByteBuffer packet;
        if (source.ipv6()) {
            packet = ByteBuffer.allocate(IPV6_HEADER + length);
            packet.putInt(0x60000000).putShort((short) length).put((byte) protocol).put((byte) TTL);
        } else {
            packet = ByteBuffer.allocate(IPV4_HEADER + length);
            packet.put((byte) 0x45).put((byte) 0).putShort((short) (IPV4_HEADER + length));
            packet.putShort((short) 0).putShort((short) DO_NOT_FRAGMENT);
            packet.put((byte) TTL).put((byte) protocol).putShort((short) 0);
        }
        packet.put(addresses());
        if (!source.ipv6()) {
            packet.putShort(10, Checksum.of(packet.slice(0, IPV4_HEADER)));
        }
        return packet.put(message.duplicate()).flip();
    }

    private int checksumOffset() {
        return switch (protocol) {
            case UDP -> 6;
            case TCP -> 16;
            default -> 2;
        };
    }

    private short checksum() {
        return protocol == ICMP
                ? Checksum.of(message)
                : Checksum.of(addresses(), protocol, message);
    }

    private ByteBuffer addresses() {
        if (source.ipv6()) {
            return ByteBuffer.allocate(32)
                    .putLong(source.high())
                    .putLong(source.low())
                    .putLong(destination.high())
                    .putLong(destination.low())
                    .flip();
        }
        return ByteBuffer.allocate(8)
                .putInt(source.ipv4Address())
                .putInt(destination.ipv4Address())
                .flip();
    }
}
