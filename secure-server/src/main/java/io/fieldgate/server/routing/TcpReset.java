package io.fieldgate.server.routing;

import java.nio.ByteBuffer;

/// The reset (RFC 9293 section 3.10.7.1) that tells the sender of a segment that its connection is
/// no more.
final class TcpReset {
    private static final int TCP_HEADER = 20;
    private static final int HOPS = 64;
    private static final byte RST = 4;
    private static final byte RST_ACK = 20;

    private TcpReset() {}

    /// Writes the answer to a segment into `into`, as though its receiver had sent it; false if
    /// there must be none, because it is a reset itself.
    ///
    /// @param headers what [Headers#parse] read from the segment
    static boolean write(ByteBuffer segment, Headers headers, ByteBuffer into) {
        if (!headers.isTcp() || headers.resetsTcp() || headers.isLaterFragment()) {
            return false;
        }
        into.clear();
        int tcp = headers.isIpv6() ? ipv6(headers, into) : ipv4(headers, into);
        int from = headers.transport();
        into.putShort((short) headers.destinationPort()).putShort((short) headers.sourcePort());
        if (headers.acknowledgesTcp()) {
            into.putInt(segment.getInt(from + 8)).putInt(0);
        } else {
            int dataOffset = (segment.get(from + 12) & 0xf0) >>> 2;
            int data = Math.max(0, headers.limit() - from - dataOffset);
            into.putInt(0).putInt(segment.getInt(from + 4) + data + headers.tcpFlagLength());
        }
        into.put((byte) ((TCP_HEADER / 4) << 4));
        into.put(headers.acknowledgesTcp() ? RST : RST_ACK);
        into.putShort((short) 0).putInt(0);
        into.flip();
        int addresses = headers.isIpv6() ? 8 : 12;
        int sum =
                IpPacket.sum(into, addresses, tcp - addresses)
                        + Headers.TCP
                        + TCP_HEADER
                        + IpPacket.sum(into, tcp, TCP_HEADER);
        into.putShort(tcp + 16, IpPacket.fold(sum));
        return true;
    }

    private static int ipv4(Headers headers, ByteBuffer into) {
        into.putShort((short) 0x4500).putShort((short) (IpPacket.IPV4_HEADER + TCP_HEADER));
        into.putInt(0);
        into.put((byte) HOPS).put((byte) Headers.TCP).putShort((short) 0);
        into.putInt((int) headers.destinationLow()).putInt((int) headers.sourceLow());
        into.putShort(10, IpPacket.checksum(into, 0, IpPacket.IPV4_HEADER));
        return IpPacket.IPV4_HEADER;
    }

    private static int ipv6(Headers headers, ByteBuffer into) {
        into.putInt(0x60000000).putShort((short) TCP_HEADER);
        into.put((byte) Headers.TCP).put((byte) HOPS);
        into.putLong(headers.destinationHigh()).putLong(headers.destinationLow());
        into.putLong(headers.sourceHigh()).putLong(headers.sourceLow());
        return IpPacket.IPV6_HEADER;
    }
}
