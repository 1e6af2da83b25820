package io.fieldgate.server.cfunction;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// The one signature, in two ways to call it. Each is made when it is first needed.
final class Signature {
    private static final FunctionDescriptor SIX =
            FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private Signature() {}

    /// The JVM does not know of the call.
    static final class Brief {
        static final MethodHandle HANDLE = handle(Linker.Option.critical(false));

        private Brief() {}
    }

    /// The JVM may stop other threads meanwhile; `errno` is kept.
    static final class KeepingError {
        static final MethodHandle HANDLE = handle(Linker.Option.captureCallState(CallError.NAME));

        private KeepingError() {}
    }

    @SuppressWarnings("restricted") // the server runs with --enable-native-access
    private static MethodHandle handle(Linker.Option... options) {
        return Linker.nativeLinker().downcallHandle(SIX, options);
    }
}
