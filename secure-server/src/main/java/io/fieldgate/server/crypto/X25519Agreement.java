package io.fieldgate.server.crypto;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.interfaces.XECPrivateKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// X25519 between two keys by libcrypto.
final class X25519Agreement extends KeyAgreementSpi {
    private @Nullable XECPrivateKey own;
    private byte @Nullable [] secret;

    @Override
    protected void engineInit(Key key, @Nullable SecureRandom random) throws InvalidKeyException {
        if (!(key instanceof XECPrivateKey ours) || !X25519.fits(key)) {
            throw new InvalidKeyException("not a private key of X25519");
        }
        own = ours;
        forget();
    }

    @Override
    protected void engineInit(
            Key key, @Nullable AlgorithmParameterSpec parameters, @Nullable SecureRandom random)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        if (parameters != null && !X25519.isOurs(parameters)) {
            throw new InvalidAlgorithmParameterException("only X25519 is known here");
        }
        engineInit(key, random);
    }

    /// @return nothing: two parties agree in one step
    @Override
    protected @Nullable Key engineDoPhase(Key key, boolean lastPhase) throws InvalidKeyException {
        XECPrivateKey ours = own;
        if (ours == null || secret != null) {
            throw new IllegalStateException("no private key yet, or agreed already");
        }
        if (!lastPhase) {
            throw new IllegalStateException("two parties agree in one step");
        }
        if (!(key instanceof XECPublicKey peers) || !X25519.fits(key)) {
            throw new InvalidKeyException("not a public key of X25519");
        }
        try (NativeKey privateKey = X25519.load(ours);
                NativeKey publicKey = X25519.load(peers)) {
            secret = privateKey.agree(publicKey);
        }
        return null;
    }

    @Override
    protected byte[] engineGenerateSecret() {
        byte[] agreed = secret;
        if (agreed == null) {
            throw new IllegalStateException("nothing is agreed yet");
        }
        secret = null;
        return agreed;
    }

    @Override
    protected int engineGenerateSecret(byte[] to, int offset) throws ShortBufferException {
        if (to.length - offset < X25519.LENGTH) {
            throw new ShortBufferException("a secret has " + X25519.LENGTH + " bytes");
        }
        byte[] agreed = engineGenerateSecret();
        System.arraycopy(agreed, 0, to, offset, agreed.length);
        Arrays.fill(agreed, (byte) 0);
        return agreed.length;
    }

    @Override
    protected SecretKey engineGenerateSecret(String algorithm) throws NoSuchAlgorithmException {
        // TLS asks for these two; other names would want other lengths or forms.
        if (!algorithm.equals("TlsPremasterSecret") && !algorithm.equals("Generic")) {
            throw new NoSuchAlgorithmException("no secret for " + algorithm);
        }
        byte[] agreed = engineGenerateSecret();
        try {
            return new SecretKeySpec(agreed, algorithm);
        } finally {
            Arrays.fill(agreed, (byte) 0);
        }
    }

    private void forget() {
        if (secret != null) {
            Arrays.fill(secret, (byte) 0);
            secret = null;
        }
    }
}
