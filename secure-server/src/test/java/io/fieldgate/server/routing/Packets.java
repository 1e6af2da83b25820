package io.fieldgate.server.routing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Builds IP packets for tests.
final class Packets {
    private Packets() {}

    static int address(String text) {
        return Prefix.parse(text).orElseThrow().ipv4Address();
    }

    /// A UDP-looking IPv4 packet with a right header checksum.
    static ByteBuffer ipv4(String source, String destination, int ttl) {
        return ipv4(source, destination, ttl, 17, new byte[16]);
    }

    static ByteBuffer ipv4(
            String source, String destination, int ttl, int protocol, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(20 + payload.length);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) packet.capacity());
        packet.putInt(0).put((byte) ttl).put((byte) protocol).putShort((short) 0);
        packet.putInt(address(source)).putInt(address(destination)).put(payload).flip();
        packet.putShort(10, IpPacket.checksum(packet, 0, 20));
        return packet;
    }

    static ByteBuffer echoRequest(String source, String destination) {
        ByteBuffer icmp = ByteBuffer.allocate(15);
        icmp.put((byte) 8).put((byte) 0).putShort((short) 0).putInt(0x12340001);
        icmp.put("payload".getBytes(StandardCharsets.US_ASCII)).flip();
        icmp.putShort(2, IpPacket.checksum(icmp, 0, icmp.limit()));
        return ipv4(source, destination, 64, 1, icmp.array());
    }

    static ByteBuffer ipv6(String source, String destination, int hopLimit) {
        Prefix from = Prefix.parse(source).orElseThrow();
        Prefix to = Prefix.parse(destination).orElseThrow();
        ByteBuffer packet = ByteBuffer.allocate(48);
        packet.putInt(0x60000000).putShort((short) 8).put((byte) 59).put((byte) hopLimit);
        packet.putLong(from.high()).putLong(from.low()).putLong(to.high()).putLong(to.low());
        return packet.putLong(0).flip();
    }

    static ByteBuffer ipv6(String source, String destination, int protocol, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(40 + payload.length);
        packet.put(ipv6(source, destination, 64).limit(40)).put(payload).flip();
        return packet.putShort(4, (short) payload.length).put(6, (byte) protocol);
    }

    /// With a right checksum.
    static ByteBuffer icmpv6(String source, String destination, byte[] icmp) {
        ByteBuffer packet = ipv6(source, destination, 58, icmp);
        packet.putShort(42, (short) 0);
        return packet.putShort(42, icmpv6Checksum(packet));
    }

    /// The checksum that the packet should have, or 0 if the one in it is right.
    static short icmpv6Checksum(ByteBuffer packet) {
        int length = packet.limit() - 40;
        ByteBuffer whole = ByteBuffer.allocate(40 + length);
        whole.put(0, packet, 8, 32).putInt(32, length).putInt(36, 58);
        whole.put(40, packet, 40, length);
        return IpPacket.checksum(whole, 0, whole.capacity());
    }
}
