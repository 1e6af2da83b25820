package io.fieldgate.pki.key;

import java.io.IOException;
import java.util.Optional;

/// Where the certification authorities' private keys live.
///
/// Names consist of lower-case letters, digits and `-`, at most 64 characters.
public interface KeyVault {
    /// Makes a key pair under a name that is not taken; it is durable when this returns.
    CaKey create(String name) throws IOException;

    /// The key of that name.
    Optional<CaKey> find(String name) throws IOException;

    /// Destroys the key of that name; nothing happens if there is none.
    void destroy(String name) throws IOException;
}
