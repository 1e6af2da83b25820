package io.fieldgate.openvpn.data;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// Payloads of the data channel that are not IP packets.
public final class InBandMessage {
    private static final ByteBuffer PING = magic("2a187bf3641eb4cb07ed2d0a981fc748");
    private static final ByteBuffer OCC = magic("287f346bd4ef7a812d56b8d3afc5459c");
    private static final byte OCC_EXIT = 6;

    private InBandMessage() {}

    /// The ping payload: says only that the sender is alive. Read-only.
    public static ByteBuffer ping() {
        return PING.duplicate();
    }

    /// What an older client sends before it goes. Servers never send it: clients before 2.6 would
    /// end.
    public static ByteBuffer exit() {
        return ByteBuffer.allocate(OCC.remaining() + 1)
                .put(OCC.duplicate())
                .put(OCC_EXIT)
                .flip()
                .asReadOnlyBuffer();
    }

    /// Whether this payload, position to limit, is a ping.
    public static boolean isPing(ByteBuffer payload) {
        return payload.mismatch(PING) < 0;
    }

    /// Whether this payload is a message about options (OCC), of which only [#isExit] matters.
    public static boolean isOcc(ByteBuffer payload) {
        return payload.remaining() > OCC.remaining() && payload.mismatch(OCC) == OCC.remaining();
    }

    /// Whether the peer says goodbye.
    public static boolean isExit(ByteBuffer payload) {
        return isOcc(payload) && payload.get(payload.position() + OCC.remaining()) == OCC_EXIT;
    }

    private static ByteBuffer magic(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex)).asReadOnlyBuffer();
    }
}
