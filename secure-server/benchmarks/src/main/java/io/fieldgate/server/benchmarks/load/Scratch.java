package io.fieldgate.server.benchmarks.load;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Memory that all sockets of the generator's one thread share, with a `struct msghdr` over it:
///
/// ```
/// message: name, namelen, iov -> vector, iovlen, control -> control, controllen, flags
/// vector:  base -> in, length
/// control: length, level, type, data (the size of each datagram in the run)
/// ```
final class Scratch {
    private static final int LARGEST = 1 << 16;
    private static final int CONTROL_LENGTH = 64;
    private static final int LEVEL = 8;
    private static final int TYPE = 12;
    private static final int DATA = 16;

    /// Datagrams on their way in.
    final MemorySegment in = Arena.global().allocate(LARGEST, 64);

    /// Datagrams on their way out.
    final MemorySegment out = Arena.global().allocate(LARGEST, 64);

    /// The same memory as [#in].
    final ByteBuffer inBytes = in.asByteBuffer();

    /// The same memory as [#out].
    final ByteBuffer outBytes = out.asByteBuffer();

    private final MemorySegment message = Arena.global().allocate(56, 8);
    private final MemorySegment control = Arena.global().allocate(CONTROL_LENGTH, 8);

    Scratch() {
        MemorySegment vector = Arena.global().allocate(16, 8);
        vector.set(JAVA_LONG, 0, in.address());
        vector.set(JAVA_LONG, 8, LARGEST);
        message.set(JAVA_LONG, 16, vector.address());
        message.set(JAVA_LONG, 24, 1);
        message.set(JAVA_LONG, 32, control.address());
    }

    /// The message to receive with.
    MemorySegment message() {
        message.set(JAVA_LONG, 40, CONTROL_LENGTH);
        return message;
    }

    /// The size of each datagram in what was received, but for the last, which may be shorter.
    int segment(int received) {
        boolean run =
                message.get(JAVA_LONG, 40) > DATA
                        && control.get(JAVA_INT, LEVEL) == Sockets.SOL_UDP
                        && control.get(JAVA_INT, TYPE) == Sockets.UDP_GRO;
        return run ? control.get(JAVA_INT, DATA) : received;
    }
}
