package io.fieldgate.server.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fieldgate.openvpn.aead.AeadAlgorithm;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// The system's libcrypto (OpenSSL 3), as far as AEAD needs it: EVP_EncryptInit(3). Addresses are
/// passed as numbers; whoever calls keeps the memory behind them alive. No call takes longer than a
/// packet's worth of encryption, so none tells the JVM that it leaves it. For [LibcryptoKeys] it
/// finds functions that do.
///
/// Initialised on first use; [#isPresent] says whether the rest may be used.
@SuppressWarnings("restricted") // the server runs with --enable-native-access
final class Libcrypto {
    static final int CTRL_AEAD_GET_TAG = 0x10;
    static final int CTRL_AEAD_SET_TAG = 0x11;

    private static final String LIBRARY = "libcrypto.so.3";
    private static final long LONGEST_VERSION = 64;
    private static final @Nullable SymbolLookup SYMBOLS = load();

    private static final FunctionDescriptor POINTER = FunctionDescriptor.of(JAVA_LONG);
    private static final FunctionDescriptor INIT =
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final FunctionDescriptor UPDATE =
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final FunctionDescriptor FINAL =
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private static final @Nullable MethodHandle VERSION =
            function("OpenSSL_version", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    private static final @Nullable MethodHandle AES_256_GCM = function("EVP_aes_256_gcm", POINTER);
    private static final @Nullable MethodHandle AES_192_GCM = function("EVP_aes_192_gcm", POINTER);
    private static final @Nullable MethodHandle AES_128_GCM = function("EVP_aes_128_gcm", POINTER);
    private static final @Nullable MethodHandle CHACHA20_POLY1305 =
            function("EVP_chacha20_poly1305", POINTER);
    static final @Nullable MethodHandle CONTEXT_NEW = function("EVP_CIPHER_CTX_new", POINTER);
    static final @Nullable MethodHandle CONTEXT_FREE =
            function("EVP_CIPHER_CTX_free", FunctionDescriptor.ofVoid(JAVA_LONG));
    static final @Nullable MethodHandle CONTROL =
            function(
                    "EVP_CIPHER_CTX_ctrl",
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG));
    static final @Nullable MethodHandle ENCRYPT_INIT = function("EVP_EncryptInit_ex", INIT);
    static final @Nullable MethodHandle ENCRYPT_UPDATE = function("EVP_EncryptUpdate", UPDATE);
    static final @Nullable MethodHandle ENCRYPT_FINAL = function("EVP_EncryptFinal_ex", FINAL);
    static final @Nullable MethodHandle DECRYPT_INIT = function("EVP_DecryptInit_ex", INIT);
    static final @Nullable MethodHandle DECRYPT_UPDATE = function("EVP_DecryptUpdate", UPDATE);
    static final @Nullable MethodHandle DECRYPT_FINAL = function("EVP_DecryptFinal_ex", FINAL);

    private Libcrypto() {}

    /// Whether this host has the library, with all that is needed of it.
    static boolean isPresent() {
        return VERSION != null
                && AES_256_GCM != null
                && AES_192_GCM != null
                && AES_128_GCM != null
                && CHACHA20_POLY1305 != null
                && CONTEXT_NEW != null
                && CONTEXT_FREE != null
                && CONTROL != null
                && ENCRYPT_INIT != null
                && ENCRYPT_UPDATE != null
                && ENCRYPT_FINAL != null
                && DECRYPT_INIT != null
                && DECRYPT_UPDATE != null
                && DECRYPT_FINAL != null;
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

    /// The library's object for an algorithm; lives as long as the library.
    static long cipher(AeadAlgorithm algorithm) {
        MethodHandle get =
                switch (algorithm) {
                    case AES_256_GCM -> present(AES_256_GCM);
                    case AES_192_GCM -> present(AES_192_GCM);
                    case AES_128_GCM -> present(AES_128_GCM);
                    case CHACHA20_POLY1305 -> present(CHACHA20_POLY1305);
                };
        try {
            return (long) get.invokeExact();
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

    /// Of calls that may take long.
    static @Nullable MethodHandle slowFunction(String name, FunctionDescriptor type) {
        return function(name, type, new Linker.Option[0]);
    }

    private static @Nullable MethodHandle function(String name, FunctionDescriptor type) {
        return function(name, type, Linker.Option.critical(false));
    }

    private static @Nullable MethodHandle function(
            String name, FunctionDescriptor type, Linker.Option... options) {
        SymbolLookup symbols = SYMBOLS;
        if (symbols == null || ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
            return null;
        }
        return symbols.find(name)
                .map(address -> Linker.nativeLinker().downcallHandle(address, type, options))
                .orElse(null);
    }
}
