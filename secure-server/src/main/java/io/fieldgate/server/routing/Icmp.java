package io.fieldgate.server.routing;

import java.nio.ByteBuffer;

/// The ICMP (RFC 792) that a router owes its neighbours: echo replies and errors, IPv4.
final class Icmp {
    private static final int ECHO_REPLY = 0;
    private static final int ECHO_REQUEST = 8;
    private static final int ICMP_HEADER = 8;

    /// RFC 1812 section 4.3.2.3 allows as much of the original as fits 576 bytes.
    private static final int MAX_ERROR = 576;

    private static final int ERROR_TTL = 64;

    private Icmp() {}

    /// Turns an echo request into its reply, in place; false if it is none, or damaged.
    static boolean turnEchoRequest(ByteBuffer packet) {
        int header = IpPacket.headerLength(packet);
        int icmp = packet.position() + header;
        int length = packet.limit() - icmp;
        boolean echo =
                IpPacket.protocol(packet) == IpPacket.PROTOCOL_ICMP
                        && IpPacket.isWhole(packet)
                        && length >= ICMP_HEADER
                        && packet.get(icmp) == ECHO_REQUEST
                        && IpPacket.checksum(packet, icmp, length) == 0;
        if (!echo) {
            return false;
        }
        int source = IpPacket.source(packet);
        int destination = IpPacket.destination(packet);
        packet.put(icmp, (byte) ECHO_REPLY);
        packet.putShort(icmp + 2, (short) 0);
        packet.putShort(icmp + 2, IpPacket.checksum(packet, icmp, length));
        finishHeader(packet, header, /* source= */ destination, /* destination= */ source);
        return true;
    }

    /// Writes the error that answers `original` into `into`, from `gateway`; false if none may be
    /// sent: RFC 1122 section 3.2.2 forbids errors about errors, about later fragments and about
    /// what has no single sender.
    ///
    /// @param mtu goes with [Problem#TOO_BIG]
    static boolean writeError(
            Problem problem, int mtu, ByteBuffer original, int gateway, ByteBuffer into) {
        if (!deservesError(original)) {
            return false;
        }
        int quoted = Math.min(original.remaining(), MAX_ERROR - IpPacket.IPV4_HEADER - ICMP_HEADER);
        int length = IpPacket.IPV4_HEADER + ICMP_HEADER + quoted;
        into.clear();
        into.put((byte) 0x45).put((byte) 0).putShort((short) length);
        into.putInt(0);
        into.put((byte) 0).put((byte) IpPacket.PROTOCOL_ICMP).putShort((short) 0);
        into.putInt(0).putInt(0);
        into.put(problem.type()).put(problem.code()).putShort((short) 0);
        into.putInt(problem == Problem.TOO_BIG ? mtu : 0);
        into.put(into.position(), original, original.position(), quoted);
        into.position(0).limit(length);
        int icmp = IpPacket.IPV4_HEADER;
        into.putShort(icmp + 2, IpPacket.checksum(into, icmp, length - icmp));
        finishHeader(into, IpPacket.IPV4_HEADER, gateway, IpPacket.source(original));
        return true;
    }

    private static boolean deservesError(ByteBuffer original) {
        if (IpPacket.version(original) != 4 || !IpPacket.isFirstFragment(original)) {
            return false;
        }
        int icmp = original.position() + IpPacket.headerLength(original);
        return IpPacket.protocol(original) != IpPacket.PROTOCOL_ICMP
                || (icmp < original.limit() && original.get(icmp) == ECHO_REQUEST);
    }

    private static void finishHeader(ByteBuffer packet, int header, int source, int destination) {
        int position = packet.position();
        packet.put(position + 8, (byte) ERROR_TTL);
        packet.putInt(position + 12, source);
        packet.putInt(position + 16, destination);
        packet.putShort(position + 10, (short) 0);
        packet.putShort(position + 10, IpPacket.checksum(packet, position, header));
    }
}
