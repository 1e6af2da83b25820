package io.fieldgate.server.service;

import io.fieldgate.server.routing.Prefix;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A UDP datagram (RFC 768).
///
/// ```
/// 0 source port   2 destination port   4 length   6 checksum   8 data
/// ```
record UdpMessage(int sourcePort, int destinationPort, ByteBuffer data) {
    static final int HEADER = 8;

    /// Null if its length is impossible.
    static @Nullable UdpMessage read(InnerPacket packet) {
        ByteBuffer message = packet.message();
        int length = message.getShort(4) & 0xffff;
        if (length < HEADER || length > message.remaining()) {
            return null;
        }
        return new UdpMessage(
                message.getShort(0) & 0xffff,
                message.getShort(2) & 0xffff,
                message.slice(HEADER, length - HEADER));
    }

    /// The packet that carries this datagram.
    static ByteBuffer packet(
            Prefix source, int sourcePort, Prefix destination, int destinationPort, byte[] data) {
        ByteBuffer message = ByteBuffer.allocate(HEADER + data.length);
        message.putShort((short) sourcePort).putShort((short) destinationPort);
        message.putShort((short) message.capacity()).putShort((short) 0).put(data).flip();
        return new InnerPacket(source, destination, InnerPacket.UDP, message).write();
    }
}
