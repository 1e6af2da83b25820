package io.fieldgate.server.crypto;

import io.fieldgate.openvpn.aead.Aead;
import io.fieldgate.openvpn.aead.AeadAlgorithm;
import io.fieldgate.openvpn.aead.AeadHome;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The system's libcrypto.
public final class LibcryptoHome implements AeadHome {
    private final String name = "libcrypto (" + Libcrypto.version() + ")";

    private final Map<AeadAlgorithm, CipherFunctions> ciphers;

    private LibcryptoHome(Map<AeadAlgorithm, CipherFunctions> ciphers) {
        this.ciphers = ciphers;
    }

    /// Empty where there is none.
    public static Optional<AeadHome> find() {
        return Libcrypto.isPresent()
                ? LibcryptoCiphers.find().map(LibcryptoHome::new)
                : Optional.empty();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Aead sealing(AeadAlgorithm algorithm, byte[] key) {
        return aead(algorithm, key, true);
    }

    @Override
    public Aead opening(AeadAlgorithm algorithm, byte[] key) {
        return aead(algorithm, key, false);
    }

    private Aead aead(AeadAlgorithm algorithm, byte[] key, boolean seals) {
        if (key.length != algorithm.keyLength()) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes");
        }
        return new LibcryptoAead(Objects.requireNonNull(ciphers.get(algorithm)), key, seals);
    }
}
