package io.fieldgate.server.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGeneratorSpi;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Key pairs of X25519: the private key is the JDK's random numbers, the public key is computed by
/// libcrypto.
final class X25519Generator extends KeyPairGeneratorSpi {
    private static final int BITS = 255;

    private final KeyFactory factory;
    private @Nullable SecureRandom random;

    X25519Generator() throws GeneralSecurityException {
        factory = KeyFactory.getInstance("XDH");
    }

    @Override
    public void initialize(int bits, @Nullable SecureRandom from) {
        if (bits != BITS) {
            throw new InvalidParameterException("only X25519 is known here");
        }
        random = from;
    }

    @Override
    public void initialize(AlgorithmParameterSpec parameters, @Nullable SecureRandom from)
            throws InvalidAlgorithmParameterException {
        if (!X25519.isOurs(parameters)) {
            throw new InvalidAlgorithmParameterException("only X25519 is known here");
        }
        random = from;
    }

    @Override
    public KeyPair generateKeyPair() {
        SecureRandom source = random == null ? new SecureRandom() : random;
        byte[] scalar = new byte[X25519.LENGTH];
        source.nextBytes(scalar);
        try {
            try (NativeKey key = NativeKey.x25519Pair(scalar)) {
                return new KeyPair(
                        factory.generatePublic(X25519.specification(key.x25519PublicKey())),
                        factory.generatePrivate(
                                new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar)));
            }
        } catch (GeneralSecurityException unusable) {
            throw new ProviderException("X25519 does not take a random key", unusable);
        } finally {
            Arrays.fill(scalar, (byte) 0);
        }
    }
}
