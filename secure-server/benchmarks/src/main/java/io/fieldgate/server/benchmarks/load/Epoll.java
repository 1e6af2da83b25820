package io.fieldgate.server.benchmarks.load;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Which of many sockets have something to read. Owned by one thread.
final class Epoll {
    private static final int MOST = 256;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLLIN = 1;

    /// `struct epoll_event` is packed on x86-64 only.
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");

    private static final int DATA = PACKED ? 4 : 8;
    private static final int LENGTH = PACKED ? 12 : 16;

    private static final MethodHandle CREATE = Sockets.call("epoll_create1", JAVA_INT, JAVA_INT);
    private static final MethodHandle CTL =
            Sockets.call("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle WAIT =
            Sockets.call("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);

    private final int descriptor;
    private final MemorySegment events = Arena.global().allocate((long) MOST * LENGTH, 8);

    Epoll() throws IOException {
        try {
            descriptor = Sockets.checked("epoll_create1", (int) CREATE.invokeExact(0));
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// Watches a socket until it is closed.
    ///
    /// @param tag what [#ready] says of it
    void add(int socket, int tag) throws IOException {
        events.set(JAVA_INT_UNALIGNED, 0, EPOLLIN);
        events.set(JAVA_INT_UNALIGNED, DATA, tag);
        try {
            Sockets.checked(
                    "epoll_ctl", (int) CTL.invokeExact(descriptor, EPOLL_CTL_ADD, socket, events));
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// @return how many are ready; ask [#ready] for each
    int await(int millis) {
        try {
            return Math.max(0, (int) WAIT.invokeExact(descriptor, events, MOST, millis));
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// The tag of a ready socket, by its place in the last answer.
    int ready(int place) {
        return events.get(JAVA_INT_UNALIGNED, (long) place * LENGTH + DATA);
    }
}
