package io.fieldgate.server.crypto;

import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import org.jspecify.annotations.Nullable;

/// SHA256withECDSA on P-256 by libcrypto, signatures in DER; the digest is the JDK's.
final class EcdsaSignature extends SignatureSpi {
    private final MessageDigest digest;
    private @Nullable ECPublicKey publicKey;
    private @Nullable ECPrivateKey privateKey;

    EcdsaSignature() throws NoSuchAlgorithmException {
        digest = MessageDigest.getInstance("SHA-256");
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
        if (!(key instanceof ECPublicKey ours) || !P256.fits(key)) {
            throw new InvalidKeyException("not a public key of P-256");
        }
        publicKey = ours;
        privateKey = null;
        digest.reset();
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
        if (!(key instanceof ECPrivateKey ours) || !P256.fits(key)) {
            throw new InvalidKeyException("not a private key of P-256");
        }
        publicKey = null;
        privateKey = ours;
        digest.reset();
    }

    @Override
    protected void engineUpdate(byte octet) {
        digest.update(octet);
    }

    @Override
    protected void engineUpdate(byte[] octets, int offset, int length) {
        digest.update(octets, offset, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
        ECPrivateKey own = privateKey;
        if (own == null) {
            throw new SignatureException("no key to sign with");
        }
        try (NativeKey key = P256.load(own)) {
            return key.sign(digest.digest());
        } catch (InvalidKeyException unusable) {
            throw new SignatureException("the private key cannot be used", unusable);
        }
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
        ECPublicKey of = publicKey;
        if (of == null) {
            throw new SignatureException("no key to verify with");
        }
        try (NativeKey key = P256.load(of)) {
            return key.verifies(digest.digest(), signature);
        } catch (InvalidKeyException unusable) {
            throw new SignatureException("the public key cannot be used", unusable);
        }
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
        throw new InvalidParameterException("there is nothing to set");
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
        throw new InvalidParameterException("there is nothing to get");
    }
}
