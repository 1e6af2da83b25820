package io.fieldgate.server.crypto;

import io.fieldgate.server.cfunction.CFunction;
import org.jspecify.annotations.Nullable;

/// The system's libcrypto, as far as key pairs need it: EVP_PKEY_fromdata(3), EVP_PKEY_sign(3),
/// EVP_PKEY_derive(3). These calls take some 50 microseconds each.
///
/// Initialised on first use; [#isPresent] says whether the rest may be used.
final class LibcryptoKeys {
    static final @Nullable CFunction CONTEXT_BY_NAME =
            Libcrypto.function("EVP_PKEY_CTX_new_from_name");
    static final @Nullable CFunction CONTEXT_BY_KEY =
            Libcrypto.function("EVP_PKEY_CTX_new_from_pkey");
    static final @Nullable CFunction CONTEXT_FREE = Libcrypto.function("EVP_PKEY_CTX_free");
    static final @Nullable CFunction KEY_FREE = Libcrypto.function("EVP_PKEY_free");
    static final @Nullable CFunction IMPORT_INIT = Libcrypto.function("EVP_PKEY_fromdata_init");
    static final @Nullable CFunction IMPORT_KEY = Libcrypto.function("EVP_PKEY_fromdata");
    static final @Nullable CFunction RAW_PUBLIC_KEY =
            Libcrypto.function("EVP_PKEY_get_raw_public_key");
    static final @Nullable CFunction SIGN_INIT = Libcrypto.function("EVP_PKEY_sign_init");
    static final @Nullable CFunction SIGN = Libcrypto.function("EVP_PKEY_sign");
    static final @Nullable CFunction VERIFY_INIT = Libcrypto.function("EVP_PKEY_verify_init");
    static final @Nullable CFunction VERIFY = Libcrypto.function("EVP_PKEY_verify");
    static final @Nullable CFunction DERIVE_INIT = Libcrypto.function("EVP_PKEY_derive_init");
    static final @Nullable CFunction DERIVE_SET_PEER =
            Libcrypto.function("EVP_PKEY_derive_set_peer");
    static final @Nullable CFunction DERIVE = Libcrypto.function("EVP_PKEY_derive");

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
