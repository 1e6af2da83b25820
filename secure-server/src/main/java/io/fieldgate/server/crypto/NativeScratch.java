package io.fieldgate.server.crypto;

import io.fieldgate.openvpn.aead.Aead;
import io.fieldgate.openvpn.aead.AeadFields;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Memory outside the heap for one packet, shared by all keys that a thread uses: for what is on
/// the heap, and for nonces. Knows where the buffers lie that came last.
@SuppressWarnings("restricted") // the server runs with --enable-native-access
final class NativeScratch {
    private static final ThreadLocal<NativeScratch> OF_THREAD =
            ThreadLocal.withInitial(NativeScratch::new);

    private static final int LONGEST = 4096;
    private static final int LONGEST_ASSOCIATED = 64;
    private static final int FIELD = 16;
    private static final int KNOWN_BUFFERS = 4;
    private static final MemorySegment EVERYTHING = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private final MemorySegment nonce;
    private final MemorySegment tag;
    private final MemorySegment tagParameter;
    private final MemorySegment length;
    private final MemorySegment associated;
    private final MemorySegment in;
    private final MemorySegment out;
    private final byte[] copy = new byte[LONGEST];
    private final @Nullable ByteBuffer[] buffers = new ByteBuffer[KNOWN_BUFFERS];
    private final long[] bases = new long[KNOWN_BUFFERS];
    private int oldest;

    private NativeScratch() {
        Arena arena = Arena.ofAuto();
        nonce = arena.allocate(FIELD);
        tag = arena.allocate(FIELD);
        tagParameter = NativeParameters.ofOctets(arena, "tag", Aead.TAG_LENGTH);
        length = arena.allocate(FIELD);
        associated = arena.allocate(LONGEST_ASSOCIATED);
        in = arena.allocate(LONGEST);
        out = arena.allocate(LONGEST);
    }

    static NativeScratch ofThisThread() {
        return OF_THREAD.get();
    }

    /// Where the library puts lengths that nobody needs.
    long length() {
        return length.address();
    }

    long nonce() {
        return nonce.address();
    }

    void nonce(byte[] bytes) {
        MemorySegment.copy(bytes, 0, nonce, ValueLayout.JAVA_BYTE, 0, bytes.length);
    }

    /// The address of a packet's associated data, or of a copy of them.
    long associated(ByteBuffer packet, AeadFields fields) {
        return addressForReading(
                packet, fields.associatedFrom(), fields.associatedLength(), associated);
    }

    long tag() {
        return tag.address();
    }

    /// The address of a packet's tag, or of a copy of it.
    long tag(ByteBuffer packet, int from) {
        return addressForReading(packet, from, Aead.TAG_LENGTH, tag);
    }

    /// The address of the parameter that tells where a tag is, or is to be put.
    long tagParameter(long address) {
        NativeParameters.setAddress(tagParameter, address);
        return tagParameter.address();
    }

    long out() {
        return out.address();
    }

    /// The address of the text in a buffer, or of a copy of it.
    long addressForReading(ByteBuffer buffer, int from, int bytes) {
        return addressForReading(buffer, from, bytes, in);
    }

    void takeOut(ByteBuffer to, int bytes) {
        MemorySegment.copy(out, ValueLayout.JAVA_BYTE, 0, copy, 0, bytes);
        to.put(copy, 0, bytes);
    }

    void takeTag(ByteBuffer to, int at) {
        MemorySegment.copy(tag, ValueLayout.JAVA_BYTE, 0, copy, 0, Aead.TAG_LENGTH);
        to.put(at, copy, 0, Aead.TAG_LENGTH);
    }

    /// The address of index 0 of a direct buffer.
    @SuppressWarnings("ReferenceEquality") // the same memory, not the same content
    long base(ByteBuffer buffer) {
        for (int i = 0; i < KNOWN_BUFFERS; i++) {
            if (buffers[i] == buffer) {
                return bases[i];
            }
        }
        long base = MemorySegment.ofBuffer(buffer).address() - buffer.position();
        buffers[oldest] = buffer;
        bases[oldest] = base;
        oldest = (oldest + 1) % KNOWN_BUFFERS;
        return base;
    }

    static void erase(long address, int bytes) {
        EVERYTHING.asSlice(address, bytes).fill((byte) 0);
    }

    private long addressForReading(ByteBuffer buffer, int from, int bytes, MemorySegment to) {
        if (buffer.isDirect()) {
            return base(buffer) + from;
        }
        buffer.get(from, copy, 0, bytes);
        MemorySegment.copy(copy, 0, to, ValueLayout.JAVA_BYTE, 0, bytes);
        return to.address();
    }
}
