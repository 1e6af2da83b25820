package io.fieldgate.server.routing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Builds whole TCP, UDP and ICMP packets for tests, and checks their checksums from scratch.
final class Segments {
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int ACK = 16;

    private Segments() {}

    /// A TCP segment of either family with right checksums.
    static ByteBuffer tcp(String from, int fromPort, String to, int toPort, int flags) {
        return tcp(from, fromPort, to, toPort, flags, "data".getBytes(StandardCharsets.US_ASCII));
    }

    static ByteBuffer tcp(
            String from, int fromPort, String to, int toPort, int flags, byte[] data) {
        ByteBuffer tcp = ByteBuffer.allocate(20 + data.length);
        tcp.putShort((short) fromPort).putShort((short) toPort).putInt(1000).putInt(2000);
        tcp.put((byte) 0x50).put((byte) flags).putShort((short) 4096).putInt(0).put(data);
        return packet(from, to, 6, tcp.array());
    }

    static ByteBuffer udp(String from, int fromPort, String to, int toPort, byte[] data) {
        ByteBuffer udp = ByteBuffer.allocate(8 + data.length);
        udp.putShort((short) fromPort).putShort((short) toPort);
        udp.putShort((short) udp.capacity()).putShort((short) 0).put(data);
        return packet(from, to, 17, udp.array());
    }

    static ByteBuffer udp(String from, int fromPort, String to, int toPort) {
        return udp(from, fromPort, to, toPort, new byte[] {1, 2, 3});
    }

    /// An ICMP or ICMPv6 message.
    static ByteBuffer icmp(String from, String to, int type, int code, int rest, ByteBuffer body) {
        ByteBuffer icmp = ByteBuffer.allocate(8 + body.remaining());
        icmp.put((byte) type)
                .put((byte) code)
                .putShort((short) 0)
                .putInt(rest)
                .put(body.duplicate());
        return packet(from, to, from.contains(":") ? 58 : 1, icmp.array());
    }

    static ByteBuffer echo(String from, String to, int type, int id) {
        return icmp(from, to, type, 0, id << 16 | 1, ByteBuffer.wrap(new byte[] {5, 6, 7}));
    }

    /// An IPv4 or IPv6 packet whose transport has a right checksum, in whatever protocol.
    static ByteBuffer packet(String from, String to, int protocol, byte[] transport) {
        ByteBuffer packet =
                from.contains(":")
                        ? Packets.ipv6(from, to, protocol, transport)
                        : Packets.ipv4(from, to, 64, protocol, transport);
        int at = checksumAt(packet, protocol);
        if (at > 0) {
            packet.putShort(at, (short) 0);
            short right = transportChecksum(packet, protocol);
            packet.putShort(at, right == 0 && protocol == 17 ? (short) 0xffff : right);
        }
        return packet;
    }

    /// Whether the IPv4 header's and the transport's checksum are right; the packet is whole and
    /// has neither options nor extension headers.
    static boolean areChecksumsRight(ByteBuffer packet) {
        boolean ipv4 = IpPacket.version(packet) == 4;
        int protocol = packet.get(ipv4 ? 9 : 6) & 0xff;
        boolean header = !ipv4 || IpPacket.checksum(packet, 0, 20) == 0;
        return header
                && (checksumAt(packet, protocol) < 0 || transportChecksum(packet, protocol) == 0);
    }

    static String source(ByteBuffer packet) {
        return address(packet, 12, 8);
    }

    static String destination(ByteBuffer packet) {
        return address(packet, 16, 24);
    }

    static int protocol(ByteBuffer packet) {
        return packet.get(IpPacket.version(packet) == 4 ? 9 : 6) & 0xff;
    }

    static int transport(ByteBuffer packet) {
        return IpPacket.version(packet) == 4 ? 20 : 40;
    }

    private static String address(ByteBuffer packet, int ipv4, int ipv6) {
        return IpPacket.version(packet) == 4
                ? Ipv4Text.of(packet.getInt(ipv4))
                : Ipv6Text.of(packet.getLong(ipv6), packet.getLong(ipv6 + 8));
    }

    private static int checksumAt(ByteBuffer packet, int protocol) {
        int transport = transport(packet);
        return switch (protocol) {
            case 1, 58 -> transport + 2;
            case 6 -> transport + 16;
            case 17 -> transport + 6;
            default -> -1;
        };
    }

    /// The plainest way there is: one word after the other.
    private static short transportChecksum(ByteBuffer packet, int protocol) {
        int transport = transport(packet);
        int length = packet.limit() - transport;
        long sum = 0;
        if (protocol != 1) {
            int addresses = IpPacket.version(packet) == 4 ? 12 : 8;
            for (int i = addresses; i < (addresses == 12 ? 20 : 40); i += 2) {
                sum += packet.getShort(i) & 0xffff;
            }
            sum += length + protocol;
        }
        for (int i = 0; i < length; i++) {
            int octet = packet.get(transport + i) & 0xff;
            sum += i % 2 == 0 ? octet << 8 : octet;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (short) ~sum;
    }
}
