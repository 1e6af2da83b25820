package io.fieldgate.server.simulation;

import io.fieldgate.server.simulation.Outcome.Answer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Compares what was done with a packet with what should have been.
final class Comparison {
    private Comparison() {}

    /// What is wrong; empty if all is right.
    static String difference(
            Outcome expected, Member sender, Packet packet, List<Engine.Sent> sent, long dropped) {
        boolean right =
                switch (expected) {
                    case Outcome.Delivered delivered -> isDelivered(delivered, sent, dropped);
                    case Outcome.Dropped drop ->
                            dropped == 1 && isAnswered(drop.answer(), sender, packet, sent);
                    case Outcome.Pinged _ -> dropped == 0 && isPinged(sender, packet, sent);
                    case Outcome.Open _ -> true;
                };
        if (right) {
            return "";
        }
        StringBuilder text = new StringBuilder("expected " + expected);
        if (expected instanceof Outcome.Delivered delivered) {
            text.append("\n  as ").append(hex(Octets.of(delivered.packet())));
        }
        text.append("\n  but dropped ").append(dropped).append(" and sent ");
        sent.forEach(one -> text.append("\n  to ").append(one.to()).append(' ').append(hex(one)));
        return text.toString();
    }

    private static String hex(Engine.Sent sent) {
        return hex(sent.octets());
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    private static boolean isDelivered(
            Outcome.Delivered expected, List<Engine.Sent> sent, long dropped) {
        return dropped == 0
                && sent.size() == 1
                && sent.getFirst().to() == expected.to()
                && Arrays.equals(sent.getFirst().octets(), Octets.of(expected.packet()));
    }

    private static boolean isPinged(Member sender, Packet packet, List<Engine.Sent> sent) {
        if (sent.size() != 1 || sent.getFirst().to() != sender) {
            return false;
        }
        byte[] octets = sent.getFirst().octets();
        int type = octets[packet.ipv6() ? 40 : 20] & 0xff;
        return isBetween(octets, 0, packet.destination(), packet.source())
                && type == (packet.ipv6() ? 129 : 0)
                && Octets.areChecksumsRight(octets);
    }

    private static boolean isAnswered(
            Answer answer, Member sender, Packet packet, List<Engine.Sent> sent) {
        if (sent.isEmpty()) {
            return answer != Answer.RESET && answer != Answer.PROHIBITED;
        }
        if (sent.size() > 1 || sent.getFirst().to() != sender) {
            return false;
        }
        byte[] octets = sent.getFirst().octets();
        if (!Octets.areChecksumsRight(octets)) {
            return false;
        }
        return switch (answer) {
            case NOTHING -> false;
            case RESET -> isReset(packet, octets);
            case PROHIBITED -> isError(packet, octets, true);
            case ANY_ERROR -> isError(packet, octets, false);
            case ANY -> isReset(packet, octets) || isError(packet, octets, false);
        };
    }

    /// RFC 9293 section 3.10.7.1: the numbers that the sender of the segment takes.
    private static boolean isReset(Packet packet, byte[] octets) {
        if (!(packet.transport() instanceof Transport.Tcp tcp)
                || !isBetween(octets, 0, packet.destination(), packet.source())) {
            return false;
        }
        int ends = (tcp.flags() & (Transport.Tcp.SYN | Transport.Tcp.FIN)) == 0 ? 0 : 1;
        boolean acknowledges = (tcp.flags() & Transport.Tcp.ACK) != 0;
        int at = packet.ipv6() ? 40 : 20;
        boolean fits =
                acknowledges
                        ? number(octets, at + 4) == Octets.ACKNOWLEDGED
                        : number(octets, at + 8) == Octets.SEQUENCE + tcp.length() + ends;
        int flags = acknowledges ? Transport.Tcp.RST : Transport.Tcp.RST | Transport.Tcp.ACK;
        return fits
                && (octets[packet.ipv6() ? 6 : 9] & 0xff) == 6
                && number(octets, at) == (tcp.toPort() << 16 | tcp.fromPort())
                && octets[at + 13] == flags;
    }

    /// An ICMP error from the gateway that quotes the packet as it came.
    private static boolean isError(Packet packet, byte[] octets, boolean prohibited) {
        boolean ipv6 = packet.ipv6();
        int at = ipv6 ? 40 : 20;
        int kind = (octets[at] & 0xff) << 8 | (octets[at + 1] & 0xff);
        return isBetween(octets, 0, ipv6 ? World.GATEWAY_V6 : World.GATEWAY, packet.source())
                && (octets[ipv6 ? 6 : 9] & 0xff) == (ipv6 ? 58 : 1)
                && isBetween(octets, at + 8, packet.source(), packet.destination())
                && (!prohibited || kind == (ipv6 ? 0x101 : 0x30d));
    }

    /// Whether the IP header that begins there has these addresses.
    private static boolean isBetween(byte[] octets, int header, Address from, Address to) {
        byte[] source = from.bytes();
        byte[] destination = to.bytes();
        int at = header + (from.ipv6() ? 8 : 12);
        int middle = at + source.length;
        int end = middle + destination.length;
        return octets.length >= end
                && Arrays.equals(source, Arrays.copyOfRange(octets, at, middle))
                && Arrays.equals(destination, Arrays.copyOfRange(octets, middle, end));
    }

    private static int number(byte[] octets, int at) {
        return java.nio.ByteBuffer.wrap(octets).getInt(at);
    }
}
