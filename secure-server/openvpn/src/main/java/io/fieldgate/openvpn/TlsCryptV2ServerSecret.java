package io.fieldgate.openvpn;

import java.util.Base64;

/// The 128 bytes of a tls-crypt-v2 server key.
public final class TlsCryptV2ServerSecret {
    private static final int LENGTH = 128;

    private final byte[] bytes;

    public TlsCryptV2ServerSecret(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a tls-crypt-v2 server key has 128 bytes");
        }
        this.bytes = bytes.clone();
    }

    /// From base64, as in the body of the PEM file.
    public static TlsCryptV2ServerSecret fromBase64(String base64) {
        return new TlsCryptV2ServerSecret(Base64.getMimeDecoder().decode(base64));
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /// Never shows the key.
    @Override
    public String toString() {
        return "TlsCryptV2ServerSecret[***]";
    }
}
