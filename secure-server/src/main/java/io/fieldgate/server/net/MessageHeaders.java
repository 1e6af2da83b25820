package io.fieldgate.server.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// An array of `struct mmsghdr` of 64-bit Linux, and what it points to: names, buffers, one control
/// message each, which says how long the segments of a run of datagrams are.
///
/// ```
///  msghdr   name ptr | namelen u32, pad | iov ptr | iovlen u64 | control ptr | controllen u64 | flags, pad
///  mmsghdr  msghdr | len u32, pad
///  iovec    base ptr | len u64
///  cmsghdr  len u64 | level u32 | type u32 | data
/// ```
final class MessageHeaders {
    private static final long HEADER = 64;
    private static final long AT_NAME = 0;
    private static final long AT_NAME_LENGTH = 8;
    private static final long AT_IOV = 16;
    private static final long AT_IOV_LENGTH = 24;
    private static final long AT_CONTROL = 32;
    private static final long AT_CONTROL_LENGTH = 40;
    private static final long AT_LENGTH = 56;
    private static final long IOVEC = 16;
    private static final long NAME = 32;
    private static final long CONTROL = 64;
    private static final long CONTROL_HEADER = 16;
    private static final long SEGMENT_CONTROL = 24;

    private final MemorySegment headers;
    private final MemorySegment names;
    private final MemorySegment iovecs;
    private final MemorySegment controls;

    /// @param buffers for all messages together
    MessageHeaders(Arena arena, int messages, int buffers) {
        headers = arena.allocate(messages * HEADER, HEADER);
        names = arena.allocate(messages * NAME, NAME);
        iovecs = arena.allocate(buffers * IOVEC, IOVEC);
        controls = arena.allocate(messages * CONTROL, CONTROL);
        for (int i = 0; i < messages; i++) {
            setLong(headers, i * HEADER + AT_NAME, names.address() + i * NAME);
        }
    }

    /// The headers from one on, for the kernel.
    MemorySegment from(int message) {
        return message == 0 ? headers : headers.asSlice(message * HEADER);
    }

    MemorySegment names() {
        return names;
    }

    static long nameAt(int message) {
        return message * NAME;
    }

    void buffer(int index, long address, long length) {
        setLong(iovecs, index * IOVEC, address);
        setLong(iovecs, index * IOVEC + Long.BYTES, length);
    }

    /// Which buffers a message is in.
    void buffers(int message, int first, int count) {
        setLong(headers, message * HEADER + AT_IOV, iovecs.address() + first * IOVEC);
        setLong(headers, message * HEADER + AT_IOV_LENGTH, count);
    }

    void nameLength(int message, int length) {
        headers.set(ValueLayout.JAVA_INT, message * HEADER + AT_NAME_LENGTH, length);
    }

    /// Makes room for the control message of a message to be received.
    void expectControl(int message) {
        setLong(headers, message * HEADER + AT_CONTROL, controls.address() + message * CONTROL);
        setLong(headers, message * HEADER + AT_CONTROL_LENGTH, CONTROL);
    }

    /// How long the received message is.
    int length(int message) {
        return headers.get(ValueLayout.JAVA_INT, message * HEADER + AT_LENGTH);
    }

    /// How long the segments of the received message are; all of it if the kernel says nothing.
    int segmentLength(int message) {
        long control = message * CONTROL;
        boolean present =
                headers.get(ValueLayout.JAVA_LONG, message * HEADER + AT_CONTROL_LENGTH)
                                >= CONTROL_HEADER + Integer.BYTES
                        && controls.get(ValueLayout.JAVA_INT, control + 8) == NativeSockets.SOL_UDP
                        && controls.get(ValueLayout.JAVA_INT, control + 12)
                                == NativeSockets.UDP_GRO;
        return present
                ? controls.get(ValueLayout.JAVA_INT, control + CONTROL_HEADER)
                : length(message);
    }

    /// A message to be sent as it is.
    void noControl(int message) {
        setLong(headers, message * HEADER + AT_CONTROL, 0);
        setLong(headers, message * HEADER + AT_CONTROL_LENGTH, 0);
    }

    /// A message to be cut into datagrams of this length, the last of what is left.
    void cutInto(int message, int segmentLength) {
        long control = message * CONTROL;
        setLong(headers, message * HEADER + AT_CONTROL, controls.address() + control);
        setLong(headers, message * HEADER + AT_CONTROL_LENGTH, SEGMENT_CONTROL);
        setLong(controls, control, CONTROL_HEADER + Short.BYTES);
        controls.set(ValueLayout.JAVA_INT, control + 8, NativeSockets.SOL_UDP);
        controls.set(ValueLayout.JAVA_INT, control + 12, NativeSockets.UDP_SEGMENT);
        controls.set(ValueLayout.JAVA_SHORT, control + CONTROL_HEADER, (short) segmentLength);
    }

    private static void setLong(MemorySegment memory, long at, long value) {
        memory.set(ValueLayout.JAVA_LONG, at, value);
    }
}
