package io.fieldgate.server.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// The system's libcrypto (OpenSSL 3): where its functions are.
///
/// Initialised on first use; [#isPresent] says whether the rest may be used.
@SuppressWarnings("restricted") // the server runs with --enable-native-access
final class Libcrypto {
    private static final String LIBRARY = "libcrypto.so.3";
    private static final long LONGEST_VERSION = 64;
    private static final @Nullable SymbolLookup SYMBOLS = load();

    private static final @Nullable MethodHandle VERSION =
            function("OpenSSL_version", FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private Libcrypto() {}

    /// Whether this host has the library.
    static boolean isPresent() {
        return VERSION != null;
    }

    /// For people, as `OpenSSL 3.0.22 25 Aug 2026`.
    static String version() {
        try {
            MemorySegment text = (MemorySegment) present(VERSION).invokeExact(0);
            return text.reinterpret(LONGEST_VERSION).getString(0);
        } catch (Throwable impossible) {
            throw failed(impossible);
        }
    }

    static MethodHandle present(@Nullable MethodHandle function) {
        if (function == null) {
            throw new IllegalStateException(LIBRARY + " is not on this host");
        }
        return function;
    }

    /// What a downcall cannot throw.
    static IllegalStateException failed(Throwable impossible) {
        return new IllegalStateException("libcrypto could not be called", impossible);
    }

    private static @Nullable SymbolLookup load() {
        try {
            return SymbolLookup.libraryLookup(LIBRARY, Arena.global());
        } catch (IllegalArgumentException | UnsupportedOperationException | LinkageError absent) {
            return null;
        }
    }

    /// Absent with the library, or if this one has no such function. A call tells the JVM that it
    /// leaves it.
    static @Nullable MethodHandle function(String name, FunctionDescriptor type) {
        SymbolLookup symbols = SYMBOLS;
        if (symbols == null || ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
            return null;
        }
        return symbols.find(name)
                .map(address -> Linker.nativeLinker().downcallHandle(address, type))
                .orElse(null);
    }
}
