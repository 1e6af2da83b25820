package io.fieldgate.openvpn.data;

import java.nio.ByteBuffer;

/// Lowers the maximum segment size that TCP connections inside the tunnel announce, so that their
/// packets fit the path outside. Changes SYN packets in place and corrects their checksum.
///
/// Packets that are not clearly TCP SYNs (fragments, unknown IPv6 extension headers, broken
/// lengths) stay as they are.
///
/// @param ipv4 largest segment in IPv4, in bytes
/// @param ipv6 largest segment in IPv6, in bytes
public record MssClamp(int ipv4, int ipv6) {
    /// What stock clients assume (`mssfix 1492 mtu`): the size of the outer IP packet.
    private static final int OUTER_PACKET = 1492;

    private static final int TCP_FRAMING = 2;

    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int UDP_HEADER = 8;
    private static final int TCP_HEADER = 20;
    private static final int PROTOCOL_TCP = 6;
    private static final int SYN = 0x02;
    private static final int OPTION_END = 0;
    private static final int OPTION_NOP = 1;
    private static final int OPTION_MSS = 2;
    private static final int OPTION_MSS_LENGTH = 4;
    private static final int MAX_EXTENSION_HEADERS = 8;

    public MssClamp {
        if (ipv4 < 1 || ipv4 > 0xffff || ipv6 < 1 || ipv6 > 0xffff) {
            throw new IllegalArgumentException("segment size");
        }
    }

    /// The clamp that stock clients use for the same tunnel.
    ///
    /// @param outerIpv6 whether the peers speak IPv6 outside the tunnel
    /// @param outerTcp whether the tunnel's transport is TCP
    public static MssClamp forTransport(boolean outerIpv6, boolean outerTcp, DataFormat format) {
        int outer =
                (outerIpv6 ? IPV6_HEADER : IPV4_HEADER)
                        + (outerTcp ? TCP_HEADER + TCP_FRAMING : UDP_HEADER);
        return forPackets(format.payloadWithin(OUTER_PACKET - outer));
    }

    /// The clamp that keeps IP packets inside the tunnel to a length.
    ///
    /// @param mtu in bytes, more than 60
    public static MssClamp forPackets(int mtu) {
        int segment = mtu - TCP_HEADER;
        return new MssClamp(segment - IPV4_HEADER, segment - IPV6_HEADER);
    }

    /// The stricter of both.
    public MssClamp and(MssClamp other) {
        return new MssClamp(Math.min(ipv4, other.ipv4), Math.min(ipv6, other.ipv6));
    }

    /// Clamps the IP packet from position to limit, if it is a TCP SYN with a larger segment size.
    ///
    /// @return whether it was changed
    public boolean clamp(ByteBuffer packet) {
        if (!packet.hasRemaining()) {
            return false;
        }
        return switch ((packet.get(packet.position()) & 0xf0) >>> 4) {
            case 4 -> clampIpv4(packet);
            case 6 -> clampIpv6(packet);
            default -> false;
        };
    }

    private boolean clampIpv4(ByteBuffer packet) {
        int start = packet.position();
        if (packet.remaining() < IPV4_HEADER + TCP_HEADER
                || packet.get(start + 9) != PROTOCOL_TCP
                || (u16(packet, start + 6) & 0x1fff) != 0) {
            return false;
        }
        int headerLength = (packet.get(start) & 0x0f) * 4;
        int totalLength = u16(packet, start + 2);
        if (headerLength < IPV4_HEADER || totalLength > packet.remaining()) {
            return false;
        }
        return clampTcp(packet, start + headerLength, start + totalLength, ipv4);
    }

    private boolean clampIpv6(ByteBuffer packet) {
        int start = packet.position();
        if (packet.remaining() < IPV6_HEADER + TCP_HEADER) {
            return false;
        }
        int end = start + IPV6_HEADER + u16(packet, start + 4);
        if (end > packet.limit()) {
            return false;
        }
        int next = packet.get(start + 6) & 0xff;
        int at = start + IPV6_HEADER;
        for (int i = 0; isSkippable(next); i++) {
            if (i == MAX_EXTENSION_HEADERS || at + 8 > end) {
                return false;
            }
            next = packet.get(at) & 0xff;
            at += ((packet.get(at + 1) & 0xff) + 1) * 8;
        }
        return next == PROTOCOL_TCP && clampTcp(packet, at, end, ipv6);
    }

    /// Hop-by-hop options, routing, destination options.
    private static boolean isSkippable(int nextHeader) {
        return nextHeader == 0 || nextHeader == 43 || nextHeader == 60;
    }

    private static boolean clampTcp(ByteBuffer packet, int tcp, int end, int limit) {
        if (tcp + TCP_HEADER > end || (packet.get(tcp + 13) & SYN) == 0) {
            return false;
        }
        int optionsEnd = tcp + ((packet.get(tcp + 12) & 0xf0) >>> 2);
        if (optionsEnd > end) {
            return false;
        }
        int at = tcp + TCP_HEADER;
        while (at < optionsEnd) {
            int kind = packet.get(at) & 0xff;
            if (kind == OPTION_END) {
                return false;
            }
            if (kind == OPTION_NOP) {
                at++;
                continue;
            }
            if (at + 2 > optionsEnd) {
                return false;
            }
            int length = packet.get(at + 1) & 0xff;
            if (length < 2 || at + length > optionsEnd) {
                return false;
            }
            if (kind == OPTION_MSS) {
                return length == OPTION_MSS_LENGTH && lower(packet, tcp, at + 2, limit);
            }
            at += length;
        }
        return false;
    }

    private static boolean lower(ByteBuffer packet, int tcp, int at, int limit) {
        int old = u16(packet, at);
        if (old <= limit) {
            return false;
        }
        packet.putShort(at, (short) limit);
        // RFC 1624; a value at an odd offset counts with its bytes swapped.
        boolean odd = ((at - tcp) & 1) != 0;
        int sum = ~u16(packet, tcp + 16) & 0xffff;
        sum += ~(odd ? swap(old) : old) & 0xffff;
        sum += odd ? swap(limit) : limit;
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = (sum & 0xffff) + (sum >>> 16);
        packet.putShort(tcp + 16, (short) ~sum);
        return true;
    }

    private static int swap(int value) {
        return (value & 0xff) << 8 | value >>> 8;
    }

    private static int u16(ByteBuffer packet, int at) {
        return packet.getShort(at) & 0xffff;
    }
}
