package io.fieldgate.server.routing;

import java.nio.ByteBuffer;

/// Gives a packet other addresses, in place, and keeps its checksums as right, or as wrong, as they
/// were (RFC 1624).
final class Translation {
    private static final int TCP_CHECKSUM = 16;
    private static final int UDP_CHECKSUM = 6;
    private static final int ICMP_CHECKSUM = 2;

    private Translation() {}

    /// Gives a packet, or the beginning of a packet that an ICMP error quotes, other addresses.
    ///
    /// @param headers what [Headers#parse] read from it
    static void readdress(
            ByteBuffer packet,
            Headers headers,
            long fromHigh,
            long fromLow,
            long toHigh,
            long toLow) {
        int before = sum(headers);
        headers.readdressed(fromHigh, fromLow, toHigh, toLow);
        int after = sum(headers);
        int start = headers.start();
        if (headers.isIpv6()) {
            packet.putLong(start + 8, fromHigh).putLong(start + 16, fromLow);
            packet.putLong(start + 24, toHigh).putLong(start + 32, toLow);
        } else {
            packet.putInt(start + 12, (int) fromLow).putInt(start + 16, (int) toLow);
            adjust(packet, start + 10, before, after);
        }
        if (headers.isLaterFragment()) {
            return;
        }
        int transport = headers.transport();
        if (headers.protocol() == Headers.TCP) {
            adjustWithin(packet, headers, transport + TCP_CHECKSUM, before, after);
        } else if (headers.protocol() == Headers.UDP) {
            adjustUdp(packet, headers, transport + UDP_CHECKSUM, before, after);
        } else if (headers.isIpv6() && headers.isIcmp()) {
            adjustWithin(packet, headers, transport + ICMP_CHECKSUM, before, after);
        }
    }

    /// RFC 1624 equation 3: `HC' = ~(~HC + ~m + m')`.
    ///
    /// @param at where the checksum stands
    /// @param before sum of the words that change, as they were
    /// @param after as they are
    static void adjust(ByteBuffer packet, int at, int before, int after) {
        int sum =
                (~packet.getShort(at) & 0xffff)
                        + (IpPacket.fold(before) & 0xffff)
                        + (~IpPacket.fold(after) & 0xffff);
        packet.putShort(at, IpPacket.fold(sum));
    }

    private static void adjustWithin(
            ByteBuffer packet, Headers headers, int at, int before, int after) {
        if (at + 2 <= headers.limit()) {
            adjust(packet, at, before, after);
        }
    }

    /// Zero says that there is no checksum, and all ones stand for a checksum of zero (RFC 768).
    private static void adjustUdp(
            ByteBuffer packet, Headers headers, int at, int before, int after) {
        if (at + 2 > headers.limit() || packet.getShort(at) == 0) {
            return;
        }
        adjust(packet, at, before, after);
        if (packet.getShort(at) == 0) {
            packet.putShort(at, (short) 0xffff);
        }
    }

    private static int sum(Headers headers) {
        return words(headers.sourceHigh())
                + words(headers.sourceLow())
                + words(headers.destinationHigh())
                + words(headers.destinationLow());
    }

    private static int words(long value) {
        return (int) (value >>> 48)
                + (int) (value >>> 32 & 0xffff)
                + (int) (value >>> 16 & 0xffff)
                + (int) (value & 0xffff);
    }
}
