package io.fieldgate.server.support;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// The few calls of the C library that Java does not have: raw sockets that write their own source
/// address, and a thread's move into a network namespace. Linux only.
@SuppressWarnings("restricted") // the tests run with --enable-native-access
public final class LibC {
    private static final int AF_INET = 2;
    private static final int SOCK_RAW = 3;
    private static final int IPPROTO_RAW = 255;
    private static final int CLONE_NEWNET = 0x40000000;

    private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle SENDMMSG =
            call("sendmmsg", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle OPEN = call("open", ADDRESS, JAVA_INT);
    private static final MethodHandle CLOSE = call("close", JAVA_INT);
    private static final MethodHandle SETNS = call("setns", JAVA_INT, JAVA_INT);

    private LibC() {}

    /// A socket to which whole IPv4 packets are written, header included.
    public static int rawSocket() throws IOException {
        try {
            return checked("socket", (int) SOCKET.invokeExact(AF_INET, SOCK_RAW, IPPROTO_RAW));
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// Sends the first messages of an array of `struct mmsghdr`.
    ///
    /// @return how many the kernel took; 0 or less if none
    public static int sendMessages(int socket, MemorySegment messages, int count) {
        try {
            return (int) SENDMMSG.invokeExact(socket, messages, count, 0);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// From now on the calling thread's new sockets belong to this namespace.
    ///
    /// @param namespace such as `/run/netns/name` or `/proc/self/ns/net`
    public static void enter(Path namespace) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(namespace.toString());
            int file = checked("open " + namespace, (int) OPEN.invokeExact(name, 0));
            try {
                checked("setns " + namespace, (int) SETNS.invokeExact(file, CLONE_NEWNET));
            } finally {
                int _ = (int) CLOSE.invokeExact(file);
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static int checked(String what, int result) throws IOException {
        if (result < 0) {
            throw new IOException(what + " failed; the tests of floods must run as root");
        }
        return result;
    }

    private static MethodHandle call(String name, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, arguments));
    }
}
