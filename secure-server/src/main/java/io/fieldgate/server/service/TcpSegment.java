package io.fieldgate.server.service;

import io.fieldgate.server.routing.Prefix;
import java.nio.ByteBuffer;

/// A TCP segment without data (RFC 9293 section 3.1).
///
/// ```
/// 0 source port   2 destination port   4 sequence number   8 acknowledgement number
/// 12 data offset   13 flags   14 window   16 checksum   18 urgent pointer   20 options
/// ```
record TcpSegment(
        int sourcePort, int destinationPort, int sequence, int acknowledgement, int flags) {
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int ACK = 0x10;

    private static final int FIN = 0x01;
    private static final int HEADER = 20;
    private static final int WINDOW = 1024;

    static TcpSegment read(InnerPacket packet) {
        ByteBuffer message = packet.message();
        return new TcpSegment(
                message.getShort(0) & 0xffff,
                message.getShort(2) & 0xffff,
                message.getInt(4),
                message.getInt(8),
                message.get(13) & 0x3f);
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /// The packet that carries this segment.
    ByteBuffer packet(Prefix source, Prefix destination) {
        ByteBuffer message = ByteBuffer.allocate(HEADER);
        message.putShort((short) sourcePort).putShort((short) destinationPort);
        message.putInt(sequence).putInt(acknowledgement);
        message.put((byte) ((HEADER / 4) << 4)).put((byte) flags).putShort((short) WINDOW);
        message.putInt(0).flip();
        return new InnerPacket(source, destination, InnerPacket.TCP, message).write();
    }

    /// What ends the connection that a segment belongs to, or would open (RFC 9293 section 3.5.2).
    static ByteBuffer reset(InnerPacket packet) {
        TcpSegment from = read(packet);
        TcpSegment reset;
        if (from.has(ACK)) {
            reset = from.answer(from.acknowledgement, 0, RST);
        } else {
            int header = (packet.message().get(12) >>> 4 & 0x0f) * 4;
            int data = Math.max(0, packet.message().remaining() - header);
            int length = data + (from.has(SYN) ? 1 : 0) + (from.has(FIN) ? 1 : 0);
            reset = from.answer(0, from.sequence + length, RST | ACK);
        }
        return reset.packet(/* source= */ packet.destination(), /* destination= */ packet.source());
    }

    private TcpSegment answer(int itsSequence, int itsAcknowledgement, int itsFlags) {
        return new TcpSegment(
                /* sourcePort= */ destinationPort,
                /* destinationPort= */ sourcePort,
                itsSequence,
                itsAcknowledgement,
                itsFlags);
    }
}
