package io.fieldgate.launcher.system;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// `kill(2)`, since [ProcessHandle] knows two signals only and PostgreSQL stops by a third.
public final class Signals {
    /// To PostgreSQL: fast shutdown; open connections are ended.
    public static final int INT = 2;

    /// To PostgreSQL: immediate shutdown; recovery at the next start.
    public static final int QUIT = 3;

    public static final int KILL = 9;
    public static final int TERM = 15;

    @SuppressWarnings("restricted") // the launcher runs with --enable-native-access
    private static final MethodHandle KILL_CALL =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker()
                                    .defaultLookup()
                                    .find("kill")
                                    .orElseThrow(
                                            () -> new IllegalStateException("no kill in libc")),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT));

    private Signals() {}

    /// Sends the signal to one process. A process that is gone is fine.
    ///
    /// @param pid above 1; whole groups cannot be meant
    public static void send(long pid, int signal) {
        if (pid <= 1 || pid > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("not the number of a child process: " + pid);
        }
        try {
            int _ = (int) KILL_CALL.invokeExact((int) pid, signal);
        } catch (Throwable e) {
            throw new IllegalStateException("kill(2) cannot be called", e);
        }
    }
}
