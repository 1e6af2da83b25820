package io.fieldgate.server.crypto;

import io.fieldgate.openvpn.aead.Aead;
import io.fieldgate.openvpn.aead.AeadAlgorithm;
import io.fieldgate.openvpn.aead.AeadHome;
import java.util.Optional;

/// The system's libcrypto.
public final class LibcryptoHome implements AeadHome {
    private final String name = "libcrypto (" + Libcrypto.version() + ")";

    private LibcryptoHome() {}

    /// Empty where there is none.
    public static Optional<AeadHome> find() {
        return Libcrypto.isPresent() ? Optional.of(new LibcryptoHome()) : Optional.empty();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Aead sealing(AeadAlgorithm algorithm, byte[] key) {
        return new LibcryptoAead(algorithm, key, true);
    }

    @Override
    public Aead opening(AeadAlgorithm algorithm, byte[] key) {
        return new LibcryptoAead(algorithm, key, false);
    }
}
