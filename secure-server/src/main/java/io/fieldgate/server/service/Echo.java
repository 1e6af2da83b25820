package io.fieldgate.server.service;

import io.fieldgate.server.routing.Prefix;
import java.nio.ByteBuffer;

/// An echo message of ICMP (RFC 792) or ICMPv6 (RFC 4443 section 4).
///
/// ```
/// 0 type   1 code   2 checksum   4 identifier   6 sequence number   8 data
/// ```
final class Echo {
    private static final int REQUEST = 8;
    private static final int REPLY = 0;
    private static final int REQUEST_V6 = 128;
    private static final int REPLY_V6 = 129;
    private static final int HEADER = 8;

    private Echo() {}

    /// A packet with a request.
    ///
    /// @param token comes back in the reply
    static ByteBuffer request(
            Prefix source, Prefix destination, int identifier, int sequence, long token) {
        ByteBuffer message = ByteBuffer.allocate(HEADER + Long.BYTES);
        message.put((byte) (source.ipv6() ? REQUEST_V6 : REQUEST)).put((byte) 0);
        message.putShort((short) 0).putShort((short) identifier).putShort((short) sequence);
        message.putLong(token).flip();
        int protocol = source.ipv6() ? InnerPacket.ICMPV6 : InnerPacket.ICMP;
        return new InnerPacket(source, destination, protocol, message).write();
    }

    /// Whether a packet is the reply to a request with this identifier and token.
    static boolean isReply(InnerPacket packet, int identifier, long token) {
        int protocol = packet.source().ipv6() ? InnerPacket.ICMPV6 : InnerPacket.ICMP;
        int type = packet.source().ipv6() ? REPLY_V6 : REPLY;
        ByteBuffer message = packet.message();
        return packet.protocol() == protocol
                && (message.get(0) & 0xff) == type
                && message.remaining() == HEADER + Long.BYTES
                && (message.getShort(4) & 0xffff) == identifier
                && message.getLong(HEADER) == token;
    }
}
