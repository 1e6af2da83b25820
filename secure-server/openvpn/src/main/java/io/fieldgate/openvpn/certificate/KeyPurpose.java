package io.fieldgate.openvpn.certificate;

/// What a peer's certificate must be meant for (RFC 5280 section 4.2.1.12).
public enum KeyPurpose {
    /// The peer is a TLS client: id-kp-clientAuth.
    CLIENT_AUTH("2b06010505070302"),
    /// The peer is a TLS server: id-kp-serverAuth.
    SERVER_AUTH("2b06010505070301");

    private final String oid;

    KeyPurpose(String oid) {
        this.oid = oid;
    }

    /// The object identifier's bytes in hex.
    String oid() {
        return oid;
    }
}
