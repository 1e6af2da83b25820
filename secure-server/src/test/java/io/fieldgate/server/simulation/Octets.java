package io.fieldgate.server.simulation;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Writes packets, with each checksum summed up from the first octet to the last.
final class Octets {
    /// Sequence and acknowledgment number of all TCP segments.
    static final int SEQUENCE = 0x11223344;

    static final int ACKNOWLEDGED = 0x55667788;

    private Octets() {}

    static byte[] of(Packet packet) {
        byte[] whole = transport(packet);
        Packet.Piece piece = packet.piece();
        byte[] part = whole;
        if (piece != null) {
            int end = piece.more() ? piece.offset() + piece.length() : whole.length;
            part = Arrays.copyOfRange(whole, piece.offset(), end);
        }
        return packet.ipv6() ? ipv6(packet, part) : ipv4(packet, part);
    }

    private static byte[] ipv4(Packet packet, byte[] content) {
        Packet.Piece piece = packet.piece();
        ByteBuffer out = ByteBuffer.allocate(20 + content.length);
        out.put((byte) 0x45).put((byte) 0).putShort((short) out.capacity());
        out.putShort((short) (piece == null ? 0 : piece.id()));
        int fragment = piece == null ? 0 : piece.offset() / 8 | (piece.more() ? 0x2000 : 0);
        out.putShort((short) fragment);
        out.put((byte) packet.hops()).put((byte) packet.protocol()).putShort((short) 0);
        out.put(packet.source().bytes()).put(packet.destination().bytes()).put(content);
        byte[] octets = out.array();
        putChecksum(octets, 10, sum(octets, 20));
        return octets;
    }

    private static byte[] ipv6(Packet packet, byte[] content) {
        Packet.Piece piece = packet.piece();
        int extension = piece == null ? 0 : 8;
        ByteBuffer out = ByteBuffer.allocate(40 + extension + content.length);
        out.putInt(0x60000000).putShort((short) (extension + content.length));
        out.put((byte) (piece == null ? packet.protocol() : 44)).put((byte) packet.hops());
        out.put(packet.source().bytes()).put(packet.destination().bytes());
        if (piece != null) {
            out.put((byte) packet.protocol()).put((byte) 0);
            out.putShort((short) (piece.offset() | (piece.more() ? 1 : 0))).putInt(piece.id());
        }
        return out.put(content).array();
    }

    private static byte[] transport(Packet packet) {
        return switch (packet.transport()) {
            case Transport.Tcp tcp -> tcp(packet, tcp);
            case Transport.Udp udp -> udp(packet, udp);
            case Transport.Echo echo -> {
                int type = packet.ipv6() ? (echo.request() ? 128 : 129) : (echo.request() ? 8 : 0);
                byte[] data = data(echo.filler(), echo.length());
                yield icmp(packet, type, 0, echo.id() << 16 | 1, data);
            }
            case Transport.Failure failure -> {
                byte[] quoted = of(failure.quoted());
                int header = failure.quoted().ipv6() ? 40 : 20;
                byte[] cut =
                        failure.octets() < 0
                                ? quoted
                                : Arrays.copyOf(quoted, header + failure.octets());
                yield icmp(packet, failure.type(), failure.code(), failure.rest(), cut);
            }
            case Transport.Other other -> data(other.filler(), other.length());
        };
    }

    private static byte[] tcp(Packet packet, Transport.Tcp tcp) {
        ByteBuffer out = ByteBuffer.allocate(20 + tcp.length());
        out.putShort((short) tcp.fromPort()).putShort((short) tcp.toPort());
        out.putInt(SEQUENCE).putInt(ACKNOWLEDGED).put((byte) 0x50).put((byte) tcp.flags());
        out.putShort((short) 8192).putInt(0).put(data(tcp.filler(), tcp.length()));
        return checked(packet, out.array(), 16);
    }

    private static byte[] udp(Packet packet, Transport.Udp udp) {
        ByteBuffer out = ByteBuffer.allocate(8 + udp.length());
        out.putShort((short) udp.fromPort()).putShort((short) udp.toPort());
        out.putShort((short) out.capacity()).putShort((short) 0);
        byte[] octets = out.put(data(udp.filler(), udp.length())).array();
        if (!udp.checked()) {
            return octets;
        }
        checked(packet, octets, 6);
        if (octets[6] == 0 && octets[7] == 0) {
            octets[6] = octets[7] = -1;
        }
        return octets;
    }

    private static byte[] icmp(Packet packet, int type, int code, int rest, byte[] body) {
        ByteBuffer out = ByteBuffer.allocate(8 + body.length);
        out.put((byte) type).put((byte) code).putShort((short) 0).putInt(rest).put(body);
        return checked(packet, out.array(), 2);
    }

    /// Whether the checksums of a whole packet of TCP or ICMP are right.
    static boolean areChecksumsRight(byte[] packet) {
        boolean ipv6 = packet[0] >>> 4 == 6;
        int header = ipv6 ? 40 : 20;
        int protocol = packet[ipv6 ? 6 : 9] & 0xff;
        byte[] transport = Arrays.copyOfRange(packet, header, packet.length);
        long pseudo = 0;
        if (protocol != 1) {
            byte[] addresses = Arrays.copyOfRange(packet, ipv6 ? 8 : 12, header);
            pseudo = sum(addresses, addresses.length) + protocol + transport.length;
        }
        return (ipv6 || folded(sum(packet, header)) == 0xffff)
                && folded(pseudo + sum(transport, transport.length)) == 0xffff;
    }

    private static byte[] data(int filler, int length) {
        byte[] data = new byte[length];
        for (int i = 0; i < length; i++) {
            data[i] = (byte) (filler + 3 * i);
        }
        return data;
    }

    private static byte[] checked(Packet packet, byte[] transport, int at) {
        long pseudo = 0;
        if (packet.protocol() != 1) {
            byte[] source = packet.source().bytes();
            byte[] destination = packet.destination().bytes();
            pseudo = sum(source, source.length) + sum(destination, destination.length);
            pseudo += packet.protocol() + transport.length;
        }
        putChecksum(transport, at, pseudo + sum(transport, transport.length));
        return transport;
    }

    private static long sum(byte[] octets, int length) {
        long sum = 0;
        for (int i = 0; i < length; i++) {
            int octet = octets[i] & 0xff;
            sum += i % 2 == 0 ? octet << 8 : octet;
        }
        return sum;
    }

    private static void putChecksum(byte[] octets, int at, long total) {
        long sum = folded(total);
        octets[at] = (byte) (~sum >> 8);
        octets[at + 1] = (byte) ~sum;
    }

    private static long folded(long total) {
        long sum = total;
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return sum;
    }
}
