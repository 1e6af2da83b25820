package io.fieldgate.openvpn.aead;

/// An implementation of authenticated encryption. May be used by several threads; each [Aead] that
/// it makes belongs to one.
public interface AeadHome {
    /// The JDK's, which is always there.
    AeadHome JDK = new JdkAeadHome();

    /// For logs, with the version if there is one.
    String name();

    /// A key to encrypt with.
    ///
    /// @param key of the algorithm's length; is copied
    Aead sealing(AeadAlgorithm algorithm, byte[] key);

    /// A key to decrypt with.
    ///
    /// @param key of the algorithm's length; is copied
    Aead opening(AeadAlgorithm algorithm, byte[] key);
}
