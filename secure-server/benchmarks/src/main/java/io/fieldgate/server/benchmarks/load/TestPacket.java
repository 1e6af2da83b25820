package io.fieldgate.server.benchmarks.load;

import java.nio.ByteBuffer;

/// An IP packet that tells whether it came through as it was sent:
///
/// ```
/// IPv4 header (20) | UDP header (8) | run u32 | flow u32 | sequence u64 | sent u64 | pattern
/// ```
///
/// The pattern depends on the sequence number and the place, so that no part of another packet
/// fits.
final class TestPacket {
    static final int SHORTEST = 64;

    private static final int IP_HEADER = 20;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int TIME_TO_LIVE = 64;
    private static final int UDP = 17;
    private static final int FIRST_PORT = 40_000;
    private static final int RUN = 28;
    private static final int FLOW = 32;
    private static final int SEQUENCE = 36;
    private static final int SENT = 44;
    private static final int PATTERN = 52;

    private TestPacket() {}

    /// Writes the part that all packets of a flow share.
    ///
    /// @param length of the IP packet
    /// @param from IPv4 address
    /// @param to IPv4 address
    static ByteBuffer ofFlow(int length, int from, int to, int run, int flow) {
        ByteBuffer packet = ByteBuffer.allocate(length);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) length);
        packet.putShort((short) 0).putShort((short) DONT_FRAGMENT);
        packet.put((byte) TIME_TO_LIVE).put((byte) UDP).putShort((short) 0);
        packet.putInt(from).putInt(to);
        packet.putShort(10, checksum(packet));
        packet.putShort((short) (FIRST_PORT + flow)).putShort((short) (FIRST_PORT + flow));
        packet.putShort((short) (length - IP_HEADER)).putShort((short) 0);
        packet.putInt(run).putInt(flow);
        return packet.clear();
    }

    /// Writes the rest.
    static void number(ByteBuffer packet, long sequence, long sentNanos) {
        packet.putLong(SEQUENCE, sequence).putLong(SENT, sentNanos);
        int limit = packet.limit();
        int place = PATTERN;
        for (; place + Long.BYTES <= limit; place += Long.BYTES) {
            packet.putLong(place, word(sequence, place));
        }
        for (; place < limit; place++) {
            packet.put(place, (byte) word(sequence, place));
        }
    }

    static boolean isOne(ByteBuffer packet) {
        return packet.remaining() >= SHORTEST
                && packet.get(packet.position()) == 0x45
                && packet.get(packet.position() + 9) == UDP;
    }

    static int run(ByteBuffer packet) {
        return packet.getInt(packet.position() + RUN);
    }

    static int flow(ByteBuffer packet) {
        return packet.getInt(packet.position() + FLOW);
    }

    static long sequence(ByteBuffer packet) {
        return packet.getLong(packet.position() + SEQUENCE);
    }

    static long sentNanos(ByteBuffer packet) {
        return packet.getLong(packet.position() + SENT);
    }

    /// Whether each byte is as it was sent, but for what a router may change (time to live, header
    /// checksum).
    static boolean isIntact(ByteBuffer packet, ByteBuffer sent) {
        int start = packet.position();
        int length = packet.remaining();
        if (length != sent.limit()
                || !same(packet, sent, start, 0, 8)
                || !same(packet, sent, start, 9, 10)
                || !same(packet, sent, start, 12, SEQUENCE)) {
            return false;
        }
        long sequence = sequence(packet);
        int place = PATTERN;
        for (; place + Long.BYTES <= length; place += Long.BYTES) {
            if (packet.getLong(start + place) != word(sequence, place)) {
                return false;
            }
        }
        for (; place < length; place++) {
            if (packet.get(start + place) != (byte) word(sequence, place)) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(ByteBuffer packet, ByteBuffer sent, int start, int from, int to) {
        for (int i = from; i < to; i++) {
            if (packet.get(start + i) != sent.get(i)) {
                return false;
            }
        }
        return true;
    }

    private static long word(long sequence, int place) {
        return (sequence + 1) * 0x9E37_79B9_7F4A_7C15L + place * 0xD1B5_4A32_D192_ED03L;
    }

    private static short checksum(ByteBuffer packet) {
        int sum = 0;
        for (int i = 0; i < IP_HEADER; i += 2) {
            sum += packet.getShort(i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (short) ~((sum & 0xffff) + (sum >>> 16));
    }
}
