package io.fieldgate.openvpn.data;

import javax.crypto.spec.SecretKeySpec;

/// One direction's half of the key material, `cipher[64] | hmac[64]`.
///
/// @param client whether it is what the client seals with
record KeyHalf(DataKeyMaterial material, boolean client) {
    /// A key from the beginning of the cipher field.
    SecretKeySpec cipherKey(int length, String algorithm) {
        return new SecretKeySpec(
                material.bytes(), material.cipherOffset(half()), length, algorithm);
    }

    /// A key from the beginning of the HMAC field.
    SecretKeySpec hmacKey(int length, String algorithm) {
        return new SecretKeySpec(material.bytes(), material.hmacOffset(half()), length, algorithm);
    }

    /// Copies the beginning of the cipher field.
    byte[] cipherBytes(int length) {
        byte[] copy = new byte[length];
        System.arraycopy(material.bytes(), material.cipherOffset(half()), copy, 0, length);
        return copy;
    }

    /// Copies the beginning of the HMAC field to an array's end.
    void copyHmacTo(byte[] target, int at) {
        int length = target.length - at;
        System.arraycopy(material.bytes(), material.hmacOffset(half()), target, at, length);
    }

    private int half() {
        return client ? 0 : 1;
    }
}
