package io.fieldgate.openvpn.wire;

import java.nio.ByteBuffer;

/// What a server's hard reset can ask of a client, as a list of `type u16 | length u16 | value`.
public final class EarlyNegotiation {
    private static final int FLAGS_TYPE = 1;
    private static final int FLAGS_LENGTH = 2;
    private static final int RESEND_WRAPPED_KEY = 1;

    private EarlyNegotiation() {}

    /// The payload that asks the client to send its wrapped key again with message 1. Only for
    /// clients whose reset [signals][ReplayId#signalsEarlyNegotiation] that they understand it.
    public static ByteBuffer resendWrappedClientKey() {
        return ByteBuffer.allocate(6)
                .putShort((short) FLAGS_TYPE)
                .putShort((short) FLAGS_LENGTH)
                .putShort((short) RESEND_WRAPPED_KEY)
                .flip();
    }

    /// Whether this payload of a server's hard reset asks for the wrapped key; unknown types are
    /// skipped.
    public static Parsed<Boolean> asksForWrappedClientKey(ByteBuffer payload) {
        ByteBuffer in = payload.slice();
        boolean asked = false;
        while (in.hasRemaining()) {
            if (in.remaining() < 4) {
                return Parsed.failed(Flaw.TOO_SHORT);
            }
            int type = in.getShort() & 0xffff;
            int length = in.getShort() & 0xffff;
            if (length > in.remaining() || (type == FLAGS_TYPE && length != FLAGS_LENGTH)) {
                return Parsed.failed(Flaw.BAD_LENGTH);
            }
            if (type == FLAGS_TYPE) {
                asked |= (in.getShort(in.position()) & RESEND_WRAPPED_KEY) != 0;
            }
            in.position(in.position() + length);
        }
        return Parsed.of(asked);
    }
}
