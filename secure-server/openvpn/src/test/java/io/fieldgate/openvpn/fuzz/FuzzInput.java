package io.fieldgate.openvpn.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The fuzzer's bytes, taken from the front. Never fails: what is missing is zero or empty.
public final class FuzzInput {
    private final byte[] bytes;
    private int at;

    FuzzInput(byte[] bytes) {
        this.bytes = bytes;
    }

    public boolean hasMore() {
        return at < bytes.length;
    }

    public int u8() {
        return hasMore() ? bytes[at++] & 0xff : 0;
    }

    public int u16() {
        return u8() << 8 | u8();
    }

    public int i32() {
        return u16() << 16 | u16();
    }

    public long i64() {
        return (long) i32() << 32 | (i32() & 0xffff_ffffL);
    }

    /// 0 to limit - 1.
    public int below(int limit) {
        return u8() % limit;
    }

    public boolean bit() {
        return (u8() & 1) != 0;
    }

    /// Exactly these many bytes; zeros follow the last.
    public byte[] exactly(int length) {
        byte[] taken = Arrays.copyOf(atMost(length), length);
        return taken;
    }

    public byte[] atMost(int length) {
        int end = Math.min(bytes.length, at + length);
        byte[] taken = Arrays.copyOfRange(bytes, at, end);
        at = end;
        return taken;
    }

    /// A length of two bytes, then these many.
    public byte[] counted() {
        return atMost(u16());
    }

    public byte[] rest() {
        return atMost(bytes.length - at);
    }

    /// All that is left as a packet that does not begin where its array does.
    public ByteBuffer restShifted() {
        return shifted(rest());
    }

    public String text() {
        return new String(rest(), StandardCharsets.UTF_8);
    }

    static ByteBuffer shifted(byte[] packet) {
        ByteBuffer buffer = ByteBuffer.allocate(packet.length + 7);
        buffer.put(3, packet);
        return buffer.position(3).limit(3 + packet.length);
    }
}
