package io.fieldgate.openvpn.data;

import java.nio.ByteBuffer;

/// What the payload of a data packet is. Compression is never accepted; its framing is only
/// recognised, so that it can be told from noise.
///
/// ```
///  comp-lzo      0xFA | packet                        or  0x66, 0x67 | LZO
///  compress      0xFB | packet[1..] | packet[0]       or  0x68 | Snappy  or  0x69 | LZ4
///  compress v2   0x50 | algorithm (0 = none) | packet
/// ```
public enum PayloadKind {
    /// An IPv4 or IPv6 packet, whose length is [#ipLength].
    IP_PACKET,
    /// Says only that the sender is alive.
    PING,
    /// The sender says goodbye.
    EXIT,
    /// Another message about options, to be ignored.
    OCC,
    /// Framed by compression, whether compressed or not.
    FRAMED,
    /// Nothing of that kind.
    MALFORMED;

    private static final int FRAMING_V2 = 0x50;
    private static final int FIRST_COMPRESSED = 0x66;
    private static final int LAST_COMPRESSED = 0x69;
    private static final int FRAMING_PLAIN = 0xfa;
    private static final int FRAMING_PLAIN_SWAPPED = 0xfb;

    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;

    /// Classifies the payload from position to limit.
    public static PayloadKind of(ByteBuffer payload) {
        if (!payload.hasRemaining()) {
            return MALFORMED;
        }
        if (InBandMessage.isPing(payload)) {
            return PING;
        }
        if (InBandMessage.isOcc(payload)) {
            return InBandMessage.isExit(payload) ? EXIT : OCC;
        }
        int first = payload.get(payload.position()) & 0xff;
        if (first == FRAMING_V2 || first == FRAMING_PLAIN || first == FRAMING_PLAIN_SWAPPED) {
            return FRAMED;
        }
        int length = ipLength(payload);
        if (first >= FIRST_COMPRESSED && first <= LAST_COMPRESSED) {
            // Also the first byte of IPv6 with a traffic class: then it must fit to the byte.
            return length == payload.remaining() ? IP_PACKET : FRAMED;
        }
        return length > 0 ? IP_PACKET : MALFORMED;
    }

    /// The length that an IP packet says it has, in bytes; 0 if there is no IP packet or not all of
    /// it.
    public static int ipLength(ByteBuffer payload) {
        int available = payload.remaining();
        int start = payload.position();
        int version = available == 0 ? 0 : (payload.get(start) & 0xf0) >>> 4;
        if (version == 4 && available >= IPV4_HEADER) {
            int length = u16(payload, start + 2);
            return length >= IPV4_HEADER && length <= available ? length : 0;
        }
        if (version == 6 && available >= IPV6_HEADER) {
            int length = IPV6_HEADER + u16(payload, start + 4);
            return length <= available ? length : 0;
        }
        return 0;
    }

    private static int u16(ByteBuffer payload, int at) {
        return ((payload.get(at) & 0xff) << 8) | (payload.get(at + 1) & 0xff);
    }
}
