package io.fieldgate.openvpn.aead;

import javax.crypto.Cipher;

/// The JDK's provider.
final class JdkAeadHome implements AeadHome {
    @Override
    public String name() {
        return "JDK " + Runtime.version().feature();
    }

    @Override
    public Aead sealing(AeadAlgorithm algorithm, byte[] key) {
        return new JdkAead(algorithm, key, Cipher.ENCRYPT_MODE);
    }

    @Override
    public Aead opening(AeadAlgorithm algorithm, byte[] key) {
        return new JdkAead(algorithm, key, Cipher.DECRYPT_MODE);
    }
}
