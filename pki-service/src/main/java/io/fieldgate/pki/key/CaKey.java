package io.fieldgate.pki.key;

import java.io.IOException;
import java.security.PublicKey;

/// A certification authority's key pair (P-384), of which only the public half can be seen.
///
/// Safe for use by several threads.
public interface CaKey {
    PublicKey publicKey();

    /// ECDSA with SHA-384 over the message, as a DER `Ecdsa-Sig-Value` (RFC 3279 section 2.2.3).
    ///
    /// @throws IOException if the store that holds the private half does not answer
    byte[] sign(byte[] message) throws IOException;
}
