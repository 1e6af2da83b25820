package io.fieldgate.server.service;

import java.nio.ByteBuffer;

/// The Internet checksum (RFC 1071) with the pseudo-header of UDP, TCP and ICMPv6 (RFC 768, RFC
/// 9293 section 3.1, RFC 8200 section 8.1).
final class Checksum {
    private Checksum() {}

    /// The checksum over what is between position and limit, 0 if the one in it is right.
    static short of(ByteBuffer buffer) {
        return fold(sum(buffer));
    }

    /// The checksum over a transport's message and its pseudo-header, 0 if the one in it is right.
    ///
    /// @param addresses both, as they stand in the IP header
    static short of(ByteBuffer addresses, int protocol, ByteBuffer message) {
        return fold(sum(addresses) + protocol + message.remaining() + sum(message));
    }

    private static int sum(ByteBuffer buffer) {
        int sum = 0;
        int end = buffer.limit();
        for (int i = buffer.position(); i + 1 < end; i += 2) {
            sum += buffer.getShort(i) & 0xffff;
        }
        if ((buffer.remaining() & 1) != 0) {
            sum += (buffer.get(end - 1) & 0xff) << 8;
        }
        return sum;
    }

    private static short fold(int sum) {
        int folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (short) ~folded;
    }
}
