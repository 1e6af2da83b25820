package io.fieldgate.server.simulation;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// The far end of a tun interface of the calling thread's network namespace: what is written comes
/// into the kernel as from a wire. Linux only; used by one thread.
@SuppressWarnings("restricted") // the tests run with --enable-native-access
final class Tun implements AutoCloseable {
    private static final int READ_WRITE_NONBLOCKING = 2 | 0x800;
    private static final long TUNSETIFF = 0x400454ca;
    private static final short TUN_WITHOUT_EXTRA_HEADER = 0x1001;
    private static final int MAX_PACKET = 2048;

    private static final MethodHandle OPEN = call("open", JAVA_INT, 2, ADDRESS, JAVA_INT);
    private static final MethodHandle CLOSE = call("close", JAVA_INT, 1, JAVA_INT);
    private static final MethodHandle IOCTL =
            call("ioctl", JAVA_INT, 2, JAVA_INT, JAVA_LONG, ADDRESS);
    private static final MethodHandle READ =
            call("read", JAVA_LONG, 3, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle WRITE =
            call("write", JAVA_LONG, 3, JAVA_INT, ADDRESS, JAVA_LONG);

    private final MemorySegment buffer = Arena.ofAuto().allocate(MAX_PACKET);
    private final int file;

    /// Opens an interface that is there already.
    Tun(String name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = arena.allocateFrom("/dev/net/tun");
            file = (int) OPEN.invokeExact(path, READ_WRITE_NONBLOCKING);
            MemorySegment request =
                    arena.allocate(40); // struct ifreq { char[16] name; short flags }
            request.setString(0, name);
            request.set(ValueLayout.JAVA_SHORT, 16, TUN_WITHOUT_EXTRA_HEADER);
            if (file < 0 || (int) IOCTL.invokeExact(file, TUNSETIFF, request) < 0) {
                throw new IOException(
                        "no interface "
                                + name
                                + " by /dev/net/tun; the tests must run as root, and in a container"
                                + " with --device /dev/net/tun");
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    void write(byte[] packet) throws IOException {
        MemorySegment.copy(packet, 0, buffer, ValueLayout.JAVA_BYTE, 0, packet.length);
        try {
            if ((long) WRITE.invokeExact(file, buffer, (long) packet.length) != packet.length) {
                throw new IOException("the kernel does not take a packet");
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// The next packet that came out of the kernel; empty if none is there now.
    Optional<byte[]> read() {
        try {
            long length = (long) READ.invokeExact(file, buffer, (long) MAX_PACKET);
            return length <= 0
                    ? Optional.empty()
                    : Optional.of(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            int _ = (int) CLOSE.invokeExact(file);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle call(
            String name, MemoryLayout result, int fixed, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor descriptor = FunctionDescriptor.of(result, arguments);
        MemorySegment function = linker.defaultLookup().findOrThrow(name);
        return fixed < arguments.length
                ? linker.downcallHandle(function, descriptor, Linker.Option.firstVariadicArg(fixed))
                : linker.downcallHandle(function, descriptor);
    }
}
