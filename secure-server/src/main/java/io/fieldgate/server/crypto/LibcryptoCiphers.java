package io.fieldgate.server.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.fieldgate.openvpn.aead.AeadAlgorithm;
import io.fieldgate.server.cfunction.CFunction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Asks the provider of libcrypto that has a cipher for its functions: EVP_CIPHER_fetch(3),
/// OSSL_PROVIDER(3), provider-base(7).
@SuppressWarnings("restricted") // the server runs with --enable-native-access
final class LibcryptoCiphers {
    private static final @Nullable CFunction FETCH = Libcrypto.function("EVP_CIPHER_fetch");
    private static final @Nullable CFunction PROVIDER =
            Libcrypto.function("EVP_CIPHER_get0_provider");
    private static final @Nullable CFunction PROVIDER_CONTEXT =
            Libcrypto.function("OSSL_PROVIDER_get0_provider_ctx");
    private static final @Nullable CFunction OPERATION =
            Libcrypto.function("OSSL_PROVIDER_query_operation");

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
    private static final int GET_CONTEXT_PARAMETERS = 10;

    private static final Set<Integer> NEEDED =
            Set.of(
                    NEW_CONTEXT,
                    FREE_CONTEXT,
                    ENCRYPT_INIT,
                    DECRYPT_INIT,
                    UPDATE,
                    FINAL,
                    GET_CONTEXT_PARAMETERS);

    private LibcryptoCiphers() {}

    /// The functions for each algorithm, or nothing if this host's library lacks one.
    static Optional<Map<AeadAlgorithm, CipherFunctions>> find() {
        if (FETCH == null || PROVIDER == null || PROVIDER_CONTEXT == null || OPERATION == null) {
            return Optional.empty();
        }
        Map<AeadAlgorithm, CipherFunctions> all = new EnumMap<>(AeadAlgorithm.class);
        for (AeadAlgorithm algorithm : AeadAlgorithm.values()) {
            CipherFunctions functions = find(name(algorithm));
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

    private static @Nullable CipherFunctions find(String name) {
        try (Arena arena = Arena.ofConfined()) {
            // Never given back: its provider has to stay loaded.
            long cipher =
                    CFunction.present(FETCH).call(NONE, arena.allocateFrom(name).address(), NONE);
            if (cipher == NONE) {
                return null;
            }
            long provider = CFunction.present(PROVIDER).call(cipher);
            MemorySegment mayChange = arena.allocate(JAVA_INT);
            long algorithms =
                    CFunction.present(OPERATION).call(provider, CIPHERS, mayChange.address());
            if (algorithms == NONE || mayChange.get(JAVA_INT, 0) != 0) {
                return null;
            }
            return functions(
                    CFunction.present(PROVIDER_CONTEXT).call(provider), memory(algorithms), name);
        }
    }

    private static MemorySegment memory(long address) {
        return MemorySegment.ofAddress(address).reinterpret(Long.MAX_VALUE);
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
            if (Arrays.stream(text.split(":")).anyMatch(name::equalsIgnoreCase)) {
                return functions(providerContext, algorithms.get(ADDRESS, at + FUNCTIONS_AT));
            }
            at += ALGORITHM_SIZE;
        }
    }

    private static @Nullable CipherFunctions functions(
            long providerContext, MemorySegment dispatch) {
        MemorySegment entries = dispatch.reinterpret(Long.MAX_VALUE);
        Map<Integer, CFunction> functions = new HashMap<>();
        long at = 0;
        for (int id = entries.get(JAVA_INT, at); id != 0; id = entries.get(JAVA_INT, at)) {
            functions.putIfAbsent(id, new CFunction(entries.get(ADDRESS, at + FUNCTION_AT)));
            at += DISPATCH_SIZE;
        }
        if (!functions.keySet().containsAll(NEEDED)) {
            return null;
        }
        return new CipherFunctions(
                providerContext,
                CFunction.present(functions.get(NEW_CONTEXT)),
                CFunction.present(functions.get(FREE_CONTEXT)),
                CFunction.present(functions.get(ENCRYPT_INIT)),
                CFunction.present(functions.get(DECRYPT_INIT)),
                CFunction.present(functions.get(UPDATE)),
                CFunction.present(functions.get(FINAL)),
                CFunction.present(functions.get(GET_CONTEXT_PARAMETERS)));
    }
}
