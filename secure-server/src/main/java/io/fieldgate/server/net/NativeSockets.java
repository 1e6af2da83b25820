package io.fieldgate.server.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// Linux' calls for many datagrams at once: recvmmsg(2), sendmmsg(2), and socket options of udp(7).
/// Each object keeps the error of its own last call; owned by one thread.
@SuppressWarnings("restricted") // the server runs with --enable-native-access
final class NativeSockets {
    static final int SOL_UDP = 17;
    static final int UDP_SEGMENT = 103;
    static final int UDP_GRO = 104;
    static final int SOL_IPV6 = 41;
    static final int IPV6_MULTICAST_HOPS = 18;
    static final int SOL_SOCKET = 1;
    static final int SO_TYPE = 3;
    static final int SOCK_DGRAM = 2;

    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EAGAIN = 11;
    static final int EINVAL = 22;
    static final int EMSGSIZE = 90;

    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle RECVMMSG =
            function(
                    "recvmmsg",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle SENDMMSG =
            function(
                    "sendmmsg",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle SETSOCKOPT =
            function(
                    "setsockopt",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle GETSOCKOPT =
            function(
                    "getsockopt",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle GETSOCKNAME =
            function("getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));

    private final MemorySegment state;
    private final MemorySegment value;
    private final MemorySegment length;

    NativeSockets(Arena arena) {
        state = arena.allocate(STATE);
        value = arena.allocate(Integer.BYTES, Integer.BYTES);
        length = arena.allocate(Integer.BYTES, Integer.BYTES);
    }

    /// Receives without waiting.
    ///
    /// @param messages `struct mmsghdr`s
    /// @return how many; -1 if none, [#error] says why
    int receive(int descriptor, MemorySegment messages, int count) {
        try {
            return (int)
                    RECVMMSG.invokeExact(
                            state, descriptor, messages, count, MSG_DONTWAIT, MemorySegment.NULL);
        } catch (Throwable impossible) {
            throw failed(impossible);
        }
    }

    /// Sends without waiting.
    ///
    /// @param messages `struct mmsghdr`s
    /// @return how many of the first were sent; -1 if none, [#error] says why
    int send(int descriptor, MemorySegment messages, int count) {
        try {
            return (int)
                    SENDMMSG.invokeExact(
                            state, descriptor, messages, count, MSG_DONTWAIT | MSG_NOSIGNAL);
        } catch (Throwable impossible) {
            throw failed(impossible);
        }
    }

    /// Whether the option could be set.
    boolean set(int descriptor, int level, int option, int to) {
        value.set(JAVA_INT, 0, to);
        return set(descriptor, level, option, value);
    }

    /// Whether the option could be set.
    boolean set(int descriptor, int level, int option, MemorySegment to) {
        try {
            return (int)
                            SETSOCKOPT.invokeExact(
                                    state, descriptor, level, option, to, (int) to.byteSize())
                    == 0;
        } catch (Throwable impossible) {
            throw failed(impossible);
        }
    }

    /// An option's value; -1 if there is none.
    int get(int descriptor, int level, int option) {
        length.set(JAVA_INT, 0, Integer.BYTES);
        try {
            int done =
                    (int) GETSOCKOPT.invokeExact(state, descriptor, level, option, value, length);
            return done == 0 ? value.get(JAVA_INT, 0) : -1;
        } catch (Throwable impossible) {
            throw failed(impossible);
        }
    }

    /// The local address of a socket.
    ///
    /// @param address gets the `struct sockaddr`
    /// @return whether the descriptor is a socket's
    boolean localAddress(int descriptor, MemorySegment address) {
        length.set(JAVA_INT, 0, (int) address.byteSize());
        try {
            return (int) GETSOCKNAME.invokeExact(state, descriptor, address, length) == 0;
        } catch (Throwable impossible) {
            throw failed(impossible);
        }
    }

    /// The `errno` of the last call that failed.
    int error() {
        return (int) ERRNO.get(state, 0L);
    }

    private static IllegalStateException failed(Throwable impossible) {
        return new IllegalStateException("a system call could not be made", impossible);
    }

    private static MethodHandle function(String name, FunctionDescriptor type) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup()
                        .find(name)
                        .orElseThrow(() -> new UnsupportedOperationException("no " + name)),
                type,
                Linker.Option.captureCallState("errno"));
    }
}
