package io.fieldgate.server.net;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.fieldgate.server.cfunction.CFunction;
import io.fieldgate.server.cfunction.CallError;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/// Linux' calls for many datagrams at once: recvmmsg(2), sendmmsg(2), and socket options of udp(7).
/// Each object keeps the error of its own last call; owned by one thread.
///
/// What messages point to is passed as addresses: the ports keep that memory for as long as they
/// live.
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

    private static final SymbolLookup LIBC = Linker.nativeLinker().defaultLookup();
    private static final CFunction RECVMMSG = function("recvmmsg");
    private static final CFunction SENDMMSG = function("sendmmsg");
    private static final CFunction SETSOCKOPT = function("setsockopt");
    private static final CFunction GETSOCKOPT = function("getsockopt");
    private static final CFunction GETSOCKNAME = function("getsockname");

    private static final long NO_TIMEOUT = 0;

    private final CallError error;
    private final MemorySegment value;
    private final MemorySegment length;

    NativeSockets(Arena arena) {
        error = new CallError(arena);
        value = arena.allocate(Integer.BYTES, Integer.BYTES);
        length = arena.allocate(Integer.BYTES, Integer.BYTES);
    }

    /// Receives without waiting.
    ///
    /// @param messages `struct mmsghdr`s
    /// @return how many; -1 if none, [#error] says why
    int receive(int descriptor, MemorySegment messages, int count) {
        return (int)
                RECVMMSG.callKeeping(
                        error, descriptor, messages.address(), count, MSG_DONTWAIT, NO_TIMEOUT);
    }

    /// Sends without waiting.
    ///
    /// @param messages `struct mmsghdr`s
    /// @return how many of the first were sent; -1 if none, [#error] says why
    int send(int descriptor, MemorySegment messages, int count) {
        return (int)
                SENDMMSG.callKeeping(
                        error,
                        descriptor,
                        messages.address(),
                        count,
                        MSG_DONTWAIT | MSG_NOSIGNAL,
                        0);
    }

    /// Whether the option could be set.
    boolean set(int descriptor, int level, int option, int to) {
        value.set(JAVA_INT, 0, to);
        return set(descriptor, level, option, value);
    }

    /// Whether the option could be set.
    boolean set(int descriptor, int level, int option, MemorySegment to) {
        return (int)
                        SETSOCKOPT.callKeeping(
                                error, descriptor, level, option, to.address(), to.byteSize())
                == 0;
    }

    /// An option's value; -1 if there is none.
    int get(int descriptor, int level, int option) {
        length.set(JAVA_INT, 0, Integer.BYTES);
        int done =
                (int)
                        GETSOCKOPT.callKeeping(
                                error,
                                descriptor,
                                level,
                                option,
                                value.address(),
                                length.address());
        return done == 0 ? value.get(JAVA_INT, 0) : -1;
    }

    /// The local address of a socket.
    ///
    /// @param address gets the `struct sockaddr`
    /// @return whether the descriptor is a socket's
    boolean localAddress(int descriptor, MemorySegment address) {
        length.set(JAVA_INT, 0, (int) address.byteSize());
        return (int)
                        GETSOCKNAME.callKeeping(
                                error, descriptor, address.address(), length.address(), 0, 0)
                == 0;
    }

    /// The `errno` of the last call that failed.
    int error() {
        return error.number();
    }

    private static CFunction function(String name) {
        CFunction found = CFunction.find(LIBC, name);
        if (found == null) {
            throw new UnsupportedOperationException("no " + name);
        }
        return found;
    }
}
