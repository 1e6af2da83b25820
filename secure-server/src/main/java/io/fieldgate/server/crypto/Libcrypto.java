package io.fieldgate.server.crypto;

import io.fieldgate.server.cfunction.CFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// The system's libcrypto (OpenSSL 3): where its functions are.
///
/// Initialised on first use; [#isPresent] says whether there is one.
@SuppressWarnings("restricted") // the server runs with --enable-native-access
final class Libcrypto {
    private static final String LIBRARY = "libcrypto.so.3";
    private static final long LONGEST_VERSION = 64;
    private static final @Nullable SymbolLookup SYMBOLS = load();
    private static final @Nullable CFunction VERSION = function("OpenSSL_version");

    private Libcrypto() {}

    /// Whether this host has the library.
    static boolean isPresent() {
        return VERSION != null;
    }

    /// For people, as `OpenSSL 3.0.22 25 Aug 2026`.
    static String version() {
        return MemorySegment.ofAddress(CFunction.present(VERSION).call(0))
                .reinterpret(LONGEST_VERSION)
                .getString(0);
    }

    /// Null if this host's library has none of that name, or is not there.
    static @Nullable CFunction function(String name) {
        SymbolLookup symbols = SYMBOLS;
        return symbols == null || ValueLayout.ADDRESS.byteSize() != Long.BYTES
                ? null
                : CFunction.find(symbols, name);
    }

    private static @Nullable SymbolLookup load() {
        try {
            return SymbolLookup.libraryLookup(LIBRARY, Arena.global());
        } catch (IllegalArgumentException | UnsupportedOperationException | LinkageError absent) {
            return null;
        }
    }
}
