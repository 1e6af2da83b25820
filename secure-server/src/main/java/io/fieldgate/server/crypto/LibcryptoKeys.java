package io.fieldgate.server.crypto;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// The system's libcrypto, as far as key pairs need it: EVP_PKEY_fromdata(3), EVP_PKEY_sign(3),
/// EVP_PKEY_derive(3). Addresses are passed as numbers; whoever calls keeps the memory behind them
/// alive. These calls take some 50 microseconds each, so they tell the JVM that they leave it.
///
/// Initialised on first use; [#isPresent] says whether the rest may be used.
final class LibcryptoKeys {
    private static final FunctionDescriptor NEW_BY_TWO =
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final FunctionDescriptor FREE = FunctionDescriptor.ofVoid(JAVA_LONG);
    private static final FunctionDescriptor INIT = FunctionDescriptor.of(JAVA_INT, JAVA_LONG);
    private static final FunctionDescriptor WITH_ONE =
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final FunctionDescriptor WITH_TWO =
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final FunctionDescriptor IMPORT =
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG);
    private static final FunctionDescriptor SIGNATURE =
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    static final @Nullable MethodHandle CONTEXT_BY_NAME =
            Libcrypto.function("EVP_PKEY_CTX_new_from_name", NEW_BY_TWO);
    static final @Nullable MethodHandle CONTEXT_BY_KEY =
            Libcrypto.function("EVP_PKEY_CTX_new_from_pkey", NEW_BY_TWO);
    static final @Nullable MethodHandle CONTEXT_FREE =
            Libcrypto.function("EVP_PKEY_CTX_free", FREE);
    static final @Nullable MethodHandle KEY_FREE = Libcrypto.function("EVP_PKEY_free", FREE);
    static final @Nullable MethodHandle IMPORT_INIT =
            Libcrypto.function("EVP_PKEY_fromdata_init", INIT);
    static final @Nullable MethodHandle IMPORT_KEY =
            Libcrypto.function("EVP_PKEY_fromdata", IMPORT);
    static final @Nullable MethodHandle RAW_PUBLIC_KEY =
            Libcrypto.function("EVP_PKEY_get_raw_public_key", WITH_TWO);
    static final @Nullable MethodHandle SIGN_INIT = Libcrypto.function("EVP_PKEY_sign_init", INIT);
    static final @Nullable MethodHandle SIGN = Libcrypto.function("EVP_PKEY_sign", SIGNATURE);
    static final @Nullable MethodHandle VERIFY_INIT =
            Libcrypto.function("EVP_PKEY_verify_init", INIT);
    static final @Nullable MethodHandle VERIFY = Libcrypto.function("EVP_PKEY_verify", SIGNATURE);
    static final @Nullable MethodHandle DERIVE_INIT =
            Libcrypto.function("EVP_PKEY_derive_init", INIT);
    static final @Nullable MethodHandle DERIVE_SET_PEER =
            Libcrypto.function("EVP_PKEY_derive_set_peer", WITH_ONE);
    static final @Nullable MethodHandle DERIVE = Libcrypto.function("EVP_PKEY_derive", WITH_TWO);

    private LibcryptoKeys() {}

    /// Whether this host has the library, with all that is needed of it.
    static boolean isPresent() {
        return CONTEXT_BY_NAME != null
                && CONTEXT_BY_KEY != null
                && CONTEXT_FREE != null
                && KEY_FREE != null
                && IMPORT_INIT != null
                && IMPORT_KEY != null
                && RAW_PUBLIC_KEY != null
                && SIGN_INIT != null
                && SIGN != null
                && VERIFY_INIT != null
                && VERIFY != null
                && DERIVE_INIT != null
                && DERIVE_SET_PEER != null
                && DERIVE != null;
    }
}
