package io.fieldgate.openvpn.certificate;

/// The public keys that a certificate may hold.
public enum KeyType {
    /// ECDSA on NIST P-256.
    P256,
    /// ECDSA on NIST P-384.
    P384,
    /// RSA of 2048 to 8192 bits, a whole number of bytes.
    RSA,
    /// Ed25519; signs certificates, but the JDK's TLS has no use for it.
    ED25519
}
