package io.fieldgate.server.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.fieldgate.openvpn.aead.AeadAlgorithm;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks the provider of libcrypto that has a cipher for its functions: EVP_CIPHER_fetch(3),
/// OSSL_PROVIDER(3), provider-base(7).
@SuppressWarnings("restricted") // the server runs with --enable-native-access
final class LibcryptoCiphers {
    private static final @Nullable MethodHandle FETCH =
            Libcrypto.function(
                    "EVP_CIPHER_fetch",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG));
    private static final @Nullable MethodHandle PROVIDER =
            Libcrypto.function(
                    "EVP_CIPHER_get0_provider", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    private static final @Nullable MethodHandle PROVIDER_CONTEXT =
            Libcrypto.function(
                    "OSSL_PROVIDER_get0_provider_ctx", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    private static final @Nullable MethodHandle OPERATION =
            Libcrypto.function(
                    "OSSL_PROVIDER_query_operation",
                    FunctionDescriptor.of(ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS));

    private static final long NONE = 0;
    private static final int CIPHERS = 2;
    private static final long LONGEST_NAMES = 256;

    /// OSSL_ALGORITHM: names, properties, functions, description.
    private static final long ALGORITHM_SIZE = 32;

    private static final long FUNCTIONS_AT = 16;

    /// OSSL_DISPATCH: a number and a function's address.
    private static final long DISPATCH_SIZE = 16;

    private static final long FUNCTION_AT = 8;

    /// The numbers of functions, as provider-cipher(7)'s header has them.
    private static final int NEW_CONTEXT = 1;

    private static final int ENCRYPT_INIT = 2;
    private static final int DECRYPT_INIT = 3;
    private static final int UPDATE = 4;
    private static final int FINAL = 5;
    private static final int FREE_CONTEXT = 7;
    private static final int GET_PARAMETERS = 10;
    private static final int MOST_FUNCTIONS = 64;

    private LibcryptoCiphers() {}

    /// The functions for each algorithm, or nothing if this host's library lacks one.
    static Optional<Map<AeadAlgorithm, CipherFunctions>> find() {
        if (FETCH == null || PROVIDER == null || PROVIDER_CONTEXT == null || OPERATION == null) {
            return Optional.empty();
        }
        Map<AeadAlgorithm, CipherFunctions> all = new EnumMap<>(AeadAlgorithm.class);
        for (AeadAlgorithm algorithm : AeadAlgorithm.values()) {
            CipherFunctions functions;
            try {
                functions = find(name(algorithm));
            } catch (Throwable impossible) {
                throw Libcrypto.failed(impossible);
            }
            if (functions == null) {
                return Optional.empty();
            }
            all.put(algorithm, functions);
        }
        return Optional.of(all);
    }

    private static String name(AeadAlgorithm algorithm) {
        return switch (algorithm) {
            case AES_256_GCM -> "AES-256-GCM";
            case AES_192_GCM -> "AES-192-GCM";
            case AES_128_GCM -> "AES-128-GCM";
            case CHACHA20_POLY1305 -> "ChaCha20-Poly1305";
        };
    }

    private static @Nullable CipherFunctions find(String name) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            // Never given back: its provider has to stay loaded.
            long cipher =
                    (long)
                            Libcrypto.present(FETCH)
                                    .invokeExact(NONE, arena.allocateFrom(name), NONE);
            if (cipher == NONE) {
                return null;
            }
            long provider = (long) Libcrypto.present(PROVIDER).invokeExact(cipher);
            MemorySegment transientAnswer = arena.allocate(JAVA_INT);
            MemorySegment algorithms =
                    (MemorySegment)
                            Libcrypto.present(OPERATION)
                                    .invokeExact(provider, CIPHERS, transientAnswer);
            if (algorithms.address() == NONE || transientAnswer.get(JAVA_INT, 0) != 0) {
                return null;
            }
            long context = (long) Libcrypto.present(PROVIDER_CONTEXT).invokeExact(provider);
            return functions(context, algorithms.reinterpret(Long.MAX_VALUE), name);
        }
    }

    private static @Nullable CipherFunctions functions(
            long providerContext, MemorySegment algorithms, String name) {
        long at = 0;
        while (true) {
            MemorySegment names = algorithms.get(ADDRESS, at);
            if (names.address() == NONE) {
                return null;
            }
            String text = names.reinterpret(LONGEST_NAMES).getString(0);
            if (Arrays.asList(text.split(":")).contains(name)) {
                return functions(providerContext, algorithms.get(ADDRESS, at + FUNCTIONS_AT));
            }
            at += ALGORITHM_SIZE;
        }
    }

    private static @Nullable CipherFunctions functions(
            long providerContext, MemorySegment dispatch) {
        MemorySegment entries = dispatch.reinterpret(Long.MAX_VALUE);
        MemorySegment[] functions = new MemorySegment[MOST_FUNCTIONS];
        Arrays.fill(functions, MemorySegment.NULL);
        long at = 0;
        for (int id = entries.get(JAVA_INT, at); id != 0; id = entries.get(JAVA_INT, at)) {
            if (id < MOST_FUNCTIONS) {
                functions[id] = entries.get(ADDRESS, at + FUNCTION_AT);
            }
            at += DISPATCH_SIZE;
        }
        CipherFunctions found =
                new CipherFunctions(
                        providerContext,
                        functions[NEW_CONTEXT],
                        functions[FREE_CONTEXT],
                        functions[ENCRYPT_INIT],
                        functions[DECRYPT_INIT],
                        functions[UPDATE],
                        functions[FINAL],
                        functions[GET_PARAMETERS]);
        return found.areAll() ? found : null;
    }
}
