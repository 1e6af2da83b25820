package io.fieldgate.server.routing;

import java.nio.ByteBuffer;

/// The ICMPv6 (RFC 4443) that a router owes its neighbours: echo replies and errors.
final class Icmpv6 {
    private static final int PROTOCOL = 58;
    private static final int ECHO_REQUEST = 128;
    private static final int ECHO_REPLY = 129;
    private static final int HEADER = 8;

    /// As much of the original as fits the least MTU of IPv6 (section 2.4, point c).
    static final int MAX_ERROR = 1280;

    private static final int ERROR_HOP_LIMIT = 64;
    private static final int FRAGMENT = 44;
    private static final int MAX_EXTENSIONS = 8;

    private Icmpv6() {}

    /// Turns an echo request into its reply, in place; false if it is none, or damaged.
    static boolean turnEchoRequest(ByteBuffer packet) {
        int position = packet.position();
        int icmp = position + IpPacket.IPV6_HEADER;
        int length = packet.limit() - icmp;
        boolean echo =
                (packet.get(position + 6) & 0xff) == PROTOCOL
                        && length >= HEADER
                        && (packet.get(icmp) & 0xff) == ECHO_REQUEST
                        && checksum(packet, icmp, length) == 0;
        if (!echo) {
            return false;
        }
        long high = packet.getLong(position + 8);
        long low = packet.getLong(position + 16);
        packet.putLong(position + 8, packet.getLong(position + 24));
        packet.putLong(position + 16, packet.getLong(position + 32));
        packet.putLong(position + 24, high).putLong(position + 32, low);
        packet.put(position + 7, (byte) ERROR_HOP_LIMIT);
        packet.put(icmp, (byte) ECHO_REPLY);
        finish(packet, icmp, length);
        return true;
    }

    /// Writes the error that answers `original` into `into`, from the gateway of these networks;
    /// false if none may be sent: section 2.4, point e, forbids errors about errors.
    ///
    /// @param mtu goes with [Problem#TOO_BIG]
    static boolean writeError(
            Problem problem, int mtu, ByteBuffer original, VpnNetworks from, ByteBuffer into) {
        if (from.ipv6().isEmpty() || !deservesError(original)) {
            return false;
        }
        int quoted = Math.min(original.remaining(), MAX_ERROR - IpPacket.IPV6_HEADER - HEADER);
        int position = original.position();
        into.clear();
        into.putInt(0x60000000).putShort((short) (HEADER + quoted));
        into.put((byte) PROTOCOL).put((byte) ERROR_HOP_LIMIT);
        into.putLong(from.gatewayHigh()).putLong(from.gatewayLow());
        into.putLong(original.getLong(position + 8)).putLong(original.getLong(position + 16));
        into.put(problem.typeV6()).put(problem.codeV6()).putShort((short) 0);
        into.putInt(problem == Problem.TOO_BIG ? mtu : 0);
        into.put(into.position(), original, position, quoted);
        into.position(0).limit(IpPacket.IPV6_HEADER + HEADER + quoted);
        finish(into, IpPacket.IPV6_HEADER, HEADER + quoted);
        return true;
    }

    /// Not about ICMPv6 errors and redirects, and not about what cannot be told from them.
    private static boolean deservesError(ByteBuffer original) {
        int next = original.get(original.position() + 6) & 0xff;
        int at = original.position() + IpPacket.IPV6_HEADER;
        for (int i = 0; i < MAX_EXTENSIONS && isExtension(next); i++) {
            if (at + 8 > original.limit()) {
                return false;
            }
            if (next == FRAGMENT && (original.getShort(at + 2) & 0xfff8) != 0) {
                return false;
            }
            int length = next == FRAGMENT ? 8 : ((original.get(at + 1) & 0xff) + 1) * 8;
            next = original.get(at) & 0xff;
            at += length;
        }
        if (next != PROTOCOL) {
            return !isExtension(next);
        }
        int type = at < original.limit() ? original.get(at) & 0xff : 0;
        return type == ECHO_REQUEST || type == ECHO_REPLY;
    }

    /// Hop-by-hop options, routing, fragment, destination options.
    private static boolean isExtension(int header) {
        return header == 0 || header == 43 || header == FRAGMENT || header == 60;
    }

    private static void finish(ByteBuffer packet, int icmp, int length) {
        packet.putShort(icmp + 2, (short) 0);
        packet.putShort(icmp + 2, checksum(packet, icmp, length));
    }

    /// With the pseudo-header of RFC 8200 section 8.1: both addresses, the length and the protocol.
    private static short checksum(ByteBuffer packet, int icmp, int length) {
        int addresses = packet.position() + 8;
        int sum =
                IpPacket.sum(packet, addresses, 32)
                        + length
                        + PROTOCOL
                        + IpPacket.sum(packet, icmp, length);
        return IpPacket.fold(sum);
    }
}
