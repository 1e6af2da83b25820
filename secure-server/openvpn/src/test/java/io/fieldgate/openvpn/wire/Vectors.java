package io.fieldgate.openvpn.wire;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/// Inputs that the test vectors have in common. The vectors come from a generator in another
/// language, whose output was compared with stock clients.
public final class Vectors {
    public static final long CLIENT_SESSION_ID = 0x0102030405060708L;
    public static final long SERVER_SESSION_ID = 0x1112131415161718L;
    public static final int TIME = 0x65000000;

    private Vectors() {}

    /// Bytes first, first + 1, and so on.
    public static byte[] counting(int first, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }

    public static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    public static ByteBuffer buffer(String hex) {
        return ByteBuffer.wrap(bytes(hex));
    }

    public static String hex(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    static <T> T value(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Value<T>(T value) -> value;
            case Parsed.Failure<T>(Flaw flaw) -> throw new AssertionError("refused: " + flaw);
        };
    }

    static ControlPacket reset(Opcode opcode) {
        return new ControlPacket(
                opcode, 0, CLIENT_SESSION_ID, List.of(), 0, 0, ByteBuffer.allocate(0));
    }

    static ControlPacket serverReset(ByteBuffer payload) {
        return new ControlPacket(
                Opcode.CONTROL_HARD_RESET_SERVER_V2,
                0,
                SERVER_SESSION_ID,
                List.of(0),
                CLIENT_SESSION_ID,
                0,
                payload);
    }
}
