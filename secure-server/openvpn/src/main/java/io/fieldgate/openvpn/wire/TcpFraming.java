package io.fieldgate.openvpn.wire;

import java.nio.ByteBuffer;

/// Packets on a TCP stream: `length u16 | packet`.
public final class TcpFraming {
    /// Length of the length field, in bytes.
    public static final int HEADER_LENGTH = 2;

    /// Longest packet that is accepted, in bytes.
    public static final int MAX_LENGTH = 2048;

    /// Longest packet that every stock client accepts, in bytes: never send a longer one.
    public static final int MAX_SENT_LENGTH = 1600;

    /// Answer of [#next]: the packet is not complete yet.
    public static final int INCOMPLETE = 0;

    /// Answer of [#next]: the stream is broken for good and must be closed.
    public static final int BROKEN = -1;

    private TcpFraming() {}

    /// Looks for a packet between position and limit of what was read from the stream.
    ///
    /// @return the packet's length, and the position is then at its first byte; or [#INCOMPLETE] or
    ///   [#BROKEN], and the position stays
    public static int next(ByteBuffer stream) {
        if (stream.remaining() < HEADER_LENGTH) {
            return INCOMPLETE;
        }
        int start = stream.position();
        int length = (stream.get(start) & 0xff) << 8 | (stream.get(start + 1) & 0xff);
        if (length == 0 || length > MAX_LENGTH) {
            return BROKEN;
        }
        if (stream.remaining() < HEADER_LENGTH + length) {
            return INCOMPLETE;
        }
        stream.position(start + HEADER_LENGTH);
        return length;
    }

    /// Writes the length field of a packet.
    public static void writeHeader(ByteBuffer out, int length) {
        if (length < 1 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("a frame of " + length + " bytes");
        }
        out.putShort((short) length);
    }
}
