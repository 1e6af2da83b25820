package io.fieldgate.openvpn.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.fieldgate.openvpn.vectors.Wycheproof.Sum;
import io.fieldgate.openvpn.vectors.Wycheproof.Vector;
import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every algorithm that the library or its TLS uses, by the same names, against the vectors of
/// Project Wycheproof. The counts are fixed, so that a lost vector is noticed.
class WycheproofTest {
    private static final int TAG_BITS = 128;
    private static final int NONCE_BITS = 96;

    @Test
    void aesGcmOfTheDataChannel() throws IOException {
        Sum sum = Wycheproof.run("aes_gcm", v -> opens(v, "AES/GCM/NoPadding", "AES"));
        assertThat(sum).isEqualTo(new Sum(229, 87, 0, 0));
    }

    @Test
    void chaCha20Poly1305OfTheDataChannel() throws IOException {
        Sum sum =
                Wycheproof.run("chacha20_poly1305", v -> opens(v, "ChaCha20-Poly1305", "ChaCha20"));
        assertThat(sum).isEqualTo(new Sum(256, 69, 0, 0));
    }

    /// Deviation of the JDK: no ciphertext at all opens to nothing. A data packet without one is
    /// too short and never gets as far as the cipher.
    @Test
    void aesCbcOfOldDataChannels() throws IOException {
        Set<Integer> empty = Set.of(25, 97, 169);
        Sum sum = Wycheproof.run("aes_cbc_pkcs5", empty, WycheproofTest::decrypts);
        assertThat(sum).isEqualTo(new Sum(72, 144, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "hmac_sha1, HmacSHA1, 66, 104",
        "hmac_sha256, HmacSHA256, 66, 108",
        "hmac_sha512, HmacSHA512, 66, 108"
    })
    void hmacOfTheControlChannel(String file, String algorithm, int valid, int invalid)
            throws IOException {
        Sum sum = Wycheproof.run(file, v -> authenticates(v, algorithm));
        assertThat(sum).isEqualTo(new Sum(valid, invalid, 0, 0));
    }

    @Test
    void hkdfOfEpochKeys() throws IOException {
        Sum sum = Wycheproof.run("hkdf_sha256", WycheproofTest::derives);
        assertThat(sum).isEqualTo(new Sum(83, 3, 0, 0));
    }

    /// As TLS carries points: uncompressed. The one acceptable vector is a compressed point.
    @ParameterizedTest
    @CsvSource({
        "ecdh_secp256r1_ecpoint, secp256r1, 330, 24",
        "ecdh_secp384r1_ecpoint, secp384r1, 771, 18"
    })
    void ecdhOfTls(String file, String curve, int valid, int invalid) throws IOException {
        Sum sum = Wycheproof.run(file, v -> agreesOnCurve(v, curve));
        assertThat(sum).isEqualTo(new Sum(valid, invalid, 1, 0));
    }

    /// Acceptable are points on the twist and of low order; the 31 whose result is zero are
    /// refused.
    @Test
    void x25519OfTls() throws IOException {
        Sum sum = Wycheproof.run("x25519", WycheproofTest::agreesX25519);
        assertThat(sum).isEqualTo(new Sum(264, 0, 254, 254 - 31));
    }

    /// Deviation of the JDK: a number whose leading zero is missing is taken as positive (tcId 6).
    /// The signature is right all the same, only its encoding is not the one of DER.
    @ParameterizedTest
    @CsvSource({
        "ecdsa_secp256r1_sha256, SHA256withECDSA, 174",
        "ecdsa_secp384r1_sha256, SHA256withECDSA, 162",
        "ecdsa_secp384r1_sha384, SHA384withECDSA, 194"
    })
    void ecdsaOfCertificates(String file, String algorithm, int valid) throws IOException {
        Sum sum = Wycheproof.run(file, Set.of(6), v -> verifies(v, "EC", algorithm, null));
        assertThat(sum).isEqualTo(new Sum(valid, 310, 0, 0));
    }

    /// The one acceptable vector lacks the NULL of the hash's parameters.
    @ParameterizedTest
    @CsvSource({
        "rsa_signature_2048_sha256, SHA256withRSA, 9, 249",
        "rsa_signature_3072_sha384, SHA384withRSA, 7, 251",
        "rsa_signature_4096_sha512, SHA512withRSA, 7, 251"
    })
    void rsaOfCertificates(String file, String algorithm, int valid, int invalid)
            throws IOException {
        Sum sum = Wycheproof.run(file, v -> verifies(v, "RSA", algorithm, null));
        assertThat(sum).isEqualTo(new Sum(valid, invalid, 1, sum.acceptableTaken()));
    }

    @ParameterizedTest
    @CsvSource({
        "rsa_pss_2048_sha256_mgf1_32, SHA-256, 32, 63, 45",
        "rsa_pss_3072_sha256_mgf1_32, SHA-256, 32, 63, 45",
        "rsa_pss_4096_sha384_mgf1_48, SHA-384, 48, 95, 46",
        "rsa_pss_4096_sha512_mgf1_64, SHA-512, 64, 132, 47"
    })
    void rsaPssOfTls(String file, String hash, int salt, int valid, int invalid)
            throws IOException {
        PSSParameterSpec pss =
                new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), salt, 1);
        Sum sum = Wycheproof.run(file, v -> verifies(v, "RSA", "RSASSA-PSS", pss));
        assertThat(sum).isEqualTo(new Sum(valid, invalid, 0, 0));
    }

    /// Opens the vector's packet, and seals the same one again. Other nonces than those of 96 bits
    /// cannot occur in a data channel: for them the vector's own verdict is taken.
    private static boolean opens(Vector vector, String transformation, String keyAlgorithm)
            throws GeneralSecurityException {
        boolean inUse =
                vector.groupNumber("ivSize") == NONCE_BITS
                        && vector.groupNumber("tagSize") == TAG_BITS
                        && vector.groupNumber("keySize") != 192;
        if (!inUse) {
            return vector.result().equals("valid");
        }
        SecretKeySpec key = new SecretKeySpec(vector.bytes("key"), keyAlgorithm);
        byte[] iv = vector.bytes("iv");
        AlgorithmParameterSpec parameters =
                keyAlgorithm.equals("AES")
                        ? new GCMParameterSpec(TAG_BITS, iv)
                        : new IvParameterSpec(iv);
        byte[] sealed = join(vector.bytes("ct"), vector.bytes("tag"));
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(Cipher.DECRYPT_MODE, key, parameters);
        cipher.updateAAD(vector.bytes("aad"));
        byte[] opened = cipher.doFinal(sealed);
        cipher = Cipher.getInstance(transformation);
        cipher.init(Cipher.ENCRYPT_MODE, key, parameters);
        cipher.updateAAD(vector.bytes("aad"));
        return Arrays.equals(opened, vector.bytes("msg"))
                && Arrays.equals(cipher.doFinal(opened), sealed);
    }

    private static boolean decrypts(Vector vector) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(vector.bytes("key"), "AES"),
                new IvParameterSpec(vector.bytes("iv")));
        return Arrays.equals(cipher.doFinal(vector.bytes("ct")), vector.bytes("msg"));
    }

    private static boolean authenticates(Vector vector, String algorithm)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(vector.bytes("key"), algorithm));
        byte[] tag = mac.doFinal(vector.bytes("msg"));
        byte[] cut = Arrays.copyOf(tag, vector.groupNumber("tagSize") / Byte.SIZE);
        return MessageDigest.isEqual(cut, vector.bytes("tag"));
    }

    private static boolean derives(Vector vector) throws GeneralSecurityException {
        int size = vector.test().path("size").asInt();
        byte[] key =
                KDF.getInstance("HKDF-SHA256")
                        .deriveData(
                                HKDFParameterSpec.ofExtract()
                                        .addIKM(vector.bytes("ikm"))
                                        .addSalt(vector.bytes("salt"))
                                        .thenExpand(vector.bytes("info"), size));
        return Arrays.equals(key, vector.bytes("okm"));
    }

    private static boolean agreesOnCurve(Vector vector, String curve)
            throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve));
        ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
        int length = (spec.getCurve().getField().getFieldSize() + 7) / 8;
        byte[] point = vector.bytes("public");
        if (point.length != 1 + 2 * length || point[0] != 4) {
            return false;
        }
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + length));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(point, 1 + length, point.length));
        KeyFactory factory = KeyFactory.getInstance("EC");
        BigInteger secret = new BigInteger(1, vector.bytes("private"));
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(factory.generatePrivate(new ECPrivateKeySpec(secret, spec)));
        PublicKey peer = factory.generatePublic(new ECPublicKeySpec(new ECPoint(x, y), spec));
        agreement.doPhase(peer, true);
        return Arrays.equals(agreement.generateSecret(), vector.bytes("shared"));
    }

    private static boolean agreesX25519(Vector vector) throws GeneralSecurityException {
        byte[] point = vector.bytes("public");
        byte[] bigEndian = new byte[point.length];
        for (int i = 0; i < point.length; i++) {
            bigEndian[i] = point[point.length - 1 - i];
        }
        // RFC 7748: the topmost bit counts for nothing.
        bigEndian[0] &= 0x7f;
        NamedParameterSpec spec = NamedParameterSpec.X25519;
        KeyFactory factory = KeyFactory.getInstance("X25519");
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(
                factory.generatePrivate(new XECPrivateKeySpec(spec, vector.bytes("private"))));
        BigInteger u = new BigInteger(1, bigEndian);
        agreement.doPhase(factory.generatePublic(new XECPublicKeySpec(spec, u)), true);
        return Arrays.equals(agreement.generateSecret(), vector.bytes("shared"));
    }

    private static boolean verifies(
            Vector vector,
            String keyAlgorithm,
            String algorithm,
            @Nullable AlgorithmParameterSpec parameters)
            throws GeneralSecurityException {
        byte[] der = vector.groupBytes("publicKeyDer");
        PublicKey key =
                KeyFactory.getInstance(keyAlgorithm).generatePublic(new X509EncodedKeySpec(der));
        Signature signature = Signature.getInstance(algorithm);
        if (parameters != null) {
            signature.setParameter(parameters);
        }
        signature.initVerify(key);
        signature.update(vector.bytes("msg"));
        return signature.verify(vector.bytes("sig"));
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
