package io.fieldgate.server.crypto;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.KeyAgreement;

/// Whether a provider does the steps of a handshake right: known answers (RFC 6979 A.2.5, RFC 7748
/// 5.2), and whether it refuses what is wrong. Takes a few milliseconds, for the server starts
/// meanwhile: nothing in it is arithmetic of the JDK.
final class KeysSelfTest {
    private static final byte[] MESSAGE = "sample".getBytes(StandardCharsets.US_ASCII);
    private static final String P256_PRIVATE =
            "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
    private static final String P256_X =
            "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6";
    private static final String P256_Y =
            "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
    private static final String SIGNATURE =
            "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                    + "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";

    private static final String X25519_PRIVATE =
            "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4";
    private static final String X25519_PEER =
            "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c";
    private static final String X25519_SECRET =
            "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552";

    private static final HexFormat HEX = HexFormat.of();
    private static final int HEXADECIMAL = 16;

    private final Provider provider;

    private KeysSelfTest(Provider provider) {
        this.provider = provider;
    }

    static boolean passes(Provider provider) {
        KeysSelfTest test = new KeysSelfTest(provider);
        try {
            return test.signs() && test.agrees() && test.refusesSmallOrder();
        } catch (GeneralSecurityException | IllegalStateException failed) {
            return false;
        }
    }

    private boolean signs() throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECParameterSpec p256 = curve.getParameterSpec(ECParameterSpec.class);
        KeyFactory factory = KeyFactory.getInstance("EC");
        ECPoint point = new ECPoint(number(P256_X), number(P256_Y));
        PublicKey publicKey = factory.generatePublic(new ECPublicKeySpec(point, p256));
        PrivateKey privateKey =
                factory.generatePrivate(new ECPrivateKeySpec(number(P256_PRIVATE), p256));
        byte[] known = HEX.parseHex(SIGNATURE);
        byte[] forged = known.clone();
        forged[forged.length - 1] ^= 1;
        Signature own = Signature.getInstance("SHA256withECDSA", provider);
        own.initSign(privateKey);
        own.update(MESSAGE);
        byte[] signature = own.sign();
        return verifies(publicKey, known, MESSAGE)
                && verifies(publicKey, signature, MESSAGE)
                && !verifies(publicKey, forged, MESSAGE)
                && !verifies(publicKey, signature, new byte[] {1});
    }

    private boolean verifies(PublicKey key, byte[] signature, byte[] message)
            throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("SHA256withECDSA", provider);
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signature);
    }

    private boolean agrees() throws GeneralSecurityException {
        byte[] known = agreed(privateKey(X25519_PRIVATE), publicKey(X25519_PEER));
        KeyPairGenerator generator = KeyPairGenerator.getInstance("XDH", provider);
        KeyPair one = generator.generateKeyPair();
        KeyPair other = generator.generateKeyPair();
        return Arrays.equals(known, HEX.parseHex(X25519_SECRET))
                && Arrays.equals(
                        agreed(one.getPrivate(), other.getPublic()),
                        agreed(other.getPrivate(), one.getPublic()));
    }

    private boolean refusesSmallOrder() throws GeneralSecurityException {
        try {
            agreed(privateKey(X25519_PRIVATE), publicKey("01" + "00".repeat(X25519.LENGTH - 1)));
            return false;
        } catch (InvalidKeyException refused) {
            return true;
        }
    }

    private byte[] agreed(Key own, Key peers) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("XDH", provider);
        agreement.init(own);
        agreement.doPhase(peers, true);
        return agreement.generateSecret();
    }

    private static PrivateKey privateKey(String hex) throws GeneralSecurityException {
        return KeyFactory.getInstance("XDH")
                .generatePrivate(
                        new XECPrivateKeySpec(NamedParameterSpec.X25519, HEX.parseHex(hex)));
    }

    private static PublicKey publicKey(String hex) throws GeneralSecurityException {
        return KeyFactory.getInstance("XDH")
                .generatePublic(X25519.specification(HEX.parseHex(hex)));
    }

    private static BigInteger number(String hex) {
        return new BigInteger(hex, HEXADECIMAL);
    }
}
