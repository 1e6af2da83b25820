package io.fieldgate.server.crypto;

import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The slow steps of a TLS handshake by the system's libcrypto: ECDSA on P-256, and X25519. Keys
/// are the JDK's; those of other curves are left to the next provider.
public final class LibcryptoProvider extends Provider {
    /// Its name in the JCA.
    static final String NAME = "Fieldgate";

    private static final long serialVersionUID = 1L;

    private LibcryptoProvider() {
        super(NAME, "1", "ECDSA on P-256 and X25519 by libcrypto (" + Libcrypto.version() + ")");
        putService(
                new Steps(
                        this,
                        new Name("Signature", "SHA256withECDSA", EcdsaSignature.class),
                        EcdsaSignature::new,
                        P256::fits));
        for (String name : List.of("XDH", "X25519")) {
            putService(
                    new Steps(
                            this,
                            new Name("KeyAgreement", name, X25519Agreement.class),
                            X25519Agreement::new,
                            X25519::fits));
            putService(
                    new Steps(
                            this,
                            new Name("KeyPairGenerator", name, X25519Generator.class),
                            X25519Generator::new,
                            _ -> true));
        }
    }

    /// Empty where there is no libcrypto.
    public static Optional<Provider> find() {
        return Libcrypto.isPresent() && LibcryptoKeys.isPresent()
                ? Optional.of(new LibcryptoProvider())
                : Optional.empty();
    }

    private interface Maker {
        Object make() throws GeneralSecurityException;
    }

    /// What the JCA calls a service.
    private record Name(String type, String algorithm, Class<?> implementation) {}

    /// Made without reflection; asked beforehand whether it takes a key.
    private static final class Steps extends Service {
        private final Maker maker;
        private final Predicate<Object> fits;

        Steps(Provider provider, Name name, Maker maker, Predicate<Object> fits) {
            super(
                    provider,
                    name.type,
                    name.algorithm,
                    name.implementation.getName(),
                    List.of(),
                    Map.of());
            this.maker = maker;
            this.fits = fits;
        }

        @Override
        public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
            try {
                return maker.make();
            } catch (GeneralSecurityException missing) {
                throw new NoSuchAlgorithmException("the JDK lacks something", missing);
            }
        }

        @Override
        public boolean supportsParameter(@Nullable Object key) {
            return key != null && fits.test(key);
        }
    }
}
