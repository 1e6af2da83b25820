package io.fieldgate.server.routing;

import java.nio.ByteBuffer;

/// Reads and changes the header of an IP packet in place. The packet stands between a buffer's
/// position and limit; the buffer is big-endian.
///
/// ```
/// IPv4, RFC 791 section 3.1           IPv6, RFC 8200 section 3
///  0 version, header words             0 version, traffic class, flow label
///  2 total length                      4 payload length
///  6 flags, fragment offset            6 next header
///  8 TTL   9 protocol  10 checksum     7 hop limit
/// 12 source                            8 source
/// 16 destination                      24 destination
/// ```
final class IpPacket {
    static final int IPV4_HEADER = 20;
    static final int IPV6_HEADER = 40;
    static final int PROTOCOL_ICMP = 1;
    private static final int FRAGMENT_OFFSET = 0x1fff;

    private IpPacket() {}

    /// Whether the header is whole and its lengths fit; cuts what follows the packet off the
    /// buffer.
    static boolean trim(ByteBuffer packet) {
        int remaining = packet.remaining();
        if (remaining < IPV4_HEADER) {
            return false;
        }
        int length;
        switch (version(packet)) {
            case 4 -> {
                length = packet.getShort(packet.position() + 2) & 0xffff;
                int header = headerLength(packet);
                if (header < IPV4_HEADER || header > length) {
                    return false;
                }
            }
            case 6 -> length = IPV6_HEADER + (packet.getShort(packet.position() + 4) & 0xffff);
            default -> {
                return false;
            }
        }
        if (length > remaining) {
            return false;
        }
        packet.limit(packet.position() + length);
        return true;
    }

    static int version(ByteBuffer packet) {
        return (packet.get(packet.position()) & 0xf0) >>> 4;
    }

    /// Length of an IPv4 header with its options, bytes.
    static int headerLength(ByteBuffer packet) {
        return (packet.get(packet.position()) & 0x0f) * 4;
    }

    static int protocol(ByteBuffer packet) {
        return packet.get(packet.position() + 9) & 0xff;
    }

    static boolean isFirstFragment(ByteBuffer packet) {
        return (packet.getShort(packet.position() + 6) & FRAGMENT_OFFSET) == 0;
    }

    static boolean isWhole(ByteBuffer packet) {
        return (packet.getShort(packet.position() + 6) & (FRAGMENT_OFFSET | 0x2000)) == 0;
    }

    /// Whether a packet that is too long for a link is to be sent back (IPv4: RFC 791 "don't
    /// fragment"; IPv6: always).
    static boolean mustNotFragment(ByteBuffer packet) {
        return version(packet) == 6 || (packet.get(packet.position() + 6) & 0x40) != 0;
    }

    static int source(ByteBuffer packet) {
        return packet.getInt(packet.position() + 12);
    }

    static int destination(ByteBuffer packet) {
        return packet.getInt(packet.position() + 16);
    }

    /// Takes one off the time to live; false if it has run out, then nothing is changed.
    static boolean decrementTtl(ByteBuffer packet) {
        int position = packet.position();
        if (version(packet) == 6) {
            int hopLimit = packet.get(position + 7) & 0xff;
            if (hopLimit <= 1) {
                return false;
            }
            packet.put(position + 7, (byte) (hopLimit - 1));
            return true;
        }
        int ttl = packet.get(position + 8) & 0xff;
        if (ttl <= 1) {
            return false;
        }
        packet.put(position + 8, (byte) (ttl - 1));
        // RFC 1624: one less in the upper byte of a word is 0x0100 more in the checksum, with
        // end-around carry.
        int checksum = (packet.getShort(position + 10) & 0xffff) + 0x0100;
        packet.putShort(position + 10, (short) (checksum + (checksum >>> 16)));
        return true;
    }

    /// The Internet checksum (RFC 1071) over a range of the buffer.
    static short checksum(ByteBuffer buffer, int from, int length) {
        return fold(sum(buffer, from, length));
    }

    /// The sum of all 16-bit words of a range, at most 64 KB of it, that [#fold] makes a checksum
    /// of.
    static int sum(ByteBuffer buffer, int from, int length) {
        int sum = 0;
        int end = from + length;
        for (int i = from; i + 1 < end; i += 2) {
            sum += buffer.getShort(i) & 0xffff;
        }
        if ((length & 1) != 0) {
            sum += (buffer.get(end - 1) & 0xff) << 8;
        }
        return sum;
    }

    static short fold(int sum) {
        int folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (short) ~folded;
    }
}
