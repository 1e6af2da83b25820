package io.fieldgate.server.benchmarks.load;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.InetSocketAddress;

/// Sockets of the C library. Java's own can neither send a run of datagrams with one call nor
/// receive one. Linux only; no call blocks, but for connecting.
@SuppressWarnings("restricted") // the generator runs with --enable-native-access
final class Sockets {
    static final int SOL_SOCKET = 1;
    static final int IPPROTO_TCP = 6;
    static final int SOL_UDP = 17;
    static final int SO_SNDBUFFORCE = 32;
    static final int SO_RCVBUFFORCE = 33;
    static final int TCP_NODELAY = 1;
    static final int UDP_SEGMENT = 103;
    static final int UDP_GRO = 104;

    private static final int AF_INET = 2;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCKADDR_LENGTH = 16;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;

    private static final MethodHandle SOCKET =
            call("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = call("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CONNECT =
            call("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SEND =
            call("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECV =
            call("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECVMSG =
            call("recvmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);

    private Sockets() {}

    static int udp() throws IOException {
        return open(SOCK_DGRAM);
    }

    static int tcp() throws IOException {
        return open(SOCK_STREAM);
    }

    private static int open(int type) throws IOException {
        try {
            return checked("socket", (int) SOCKET.invokeExact(AF_INET, type, 0));
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static void bind(int socket, InetSocketAddress address) throws IOException {
        withAddress("bind to " + address, BIND, socket, address);
    }

    static void connect(int socket, InetSocketAddress address) throws IOException {
        withAddress("connect to " + address, CONNECT, socket, address);
    }

    private static void withAddress(
            String what, MethodHandle call, int socket, InetSocketAddress address)
            throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(SOCKADDR_LENGTH, 4);
            name.set(JAVA_SHORT, 0, (short) AF_INET);
            name.set(JAVA_SHORT, 2, Short.reverseBytes((short) address.getPort()));
            MemorySegment.copy(address.getAddress().getAddress(), 0, name, JAVA_BYTE, 4, 4);
            checked(what, (int) call.invokeExact(socket, name, SOCKADDR_LENGTH));
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static void option(int socket, int level, int name, int value) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocateFrom(JAVA_INT, value);
            checked(
                    "setsockopt " + level + " " + name,
                    (int) SETSOCKOPT.invokeExact(socket, level, name, number, Integer.BYTES));
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// @return how many bytes the kernel took; below 0 if it takes none now
    static long send(int socket, MemorySegment data, long length) {
        try {
            return (long) SEND.invokeExact(socket, data, length, MSG_DONTWAIT | MSG_NOSIGNAL);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// @return how many bytes came; 0 at the end of a stream; below 0 if there is nothing now
    static long receive(int socket, MemorySegment into) {
        try {
            return (long) RECV.invokeExact(socket, into, into.byteSize(), MSG_DONTWAIT);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// @param message a `struct msghdr`
    /// @return how many bytes came; below 0 if there is nothing now
    static long receiveMessage(int socket, MemorySegment message) {
        try {
            return (long) RECVMSG.invokeExact(socket, message, MSG_DONTWAIT);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static void close(int socket) {
        try {
            int _ = (int) CLOSE.invokeExact(socket);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    static int checked(String what, int result) throws IOException {
        if (result < 0) {
            throw new IOException(what + " failed");
        }
        return result;
    }

    static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }
}
