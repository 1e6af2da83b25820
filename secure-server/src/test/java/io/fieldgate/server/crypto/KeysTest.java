package io.fieldgate.server.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.server.log.EventLog;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.security.spec.XECPrivateKeySpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Signatures and key agreement by the JDK and by libcrypto: both against the vectors of Project
/// Wycheproof, and against each other.
class KeysTest {
    private static final Provider JDK = Security.getProvider("SunEC");
    private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.UTF_8);

    static List<Provider> providers() {
        return List.of(JDK, libcrypto());
    }

    private static Provider libcrypto() {
        return LibcryptoProvider.find()
                .orElseThrow(() ->
                        new AssertionError("libcrypto.so.3 is missing: apt-get install libssl3"));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void theVectorsOfEcdsaAreJudgedRight(Provider provider) throws Exception {
        List<Integer> wrong = new ArrayList<>();
        int valid = 0;
        int invalid = 0;
        for (JsonNode group : Vectors.groups("ecdsa_secp256r1_sha256")) {
            PublicKey key =
                    KeyFactory.getInstance("EC")
                            .generatePublic(
                                    new X509EncodedKeySpec(Vectors.bytes(group, "publicKeyDer")));
            for (JsonNode test : group.path("tests")) {
                boolean expected = test.path("result").asString().equals("valid");
                valid += expected ? 1 : 0;
                invalid += expected ? 0 : 1;
                if (verifies(provider, key, Vectors.bytes(test, "msg"), Vectors.bytes(test, "sig"))
                        != expected) {
                    wrong.add(test.path("tcId").asInt());
                }
            }
        }
        // The JDK takes a number whose leading zero is missing; the signature is right all the
        // same.
        assertThat(wrong).isEqualTo(provider.equals(JDK) ? List.of(6) : List.of());
        assertThat(List.of(valid, invalid)).isEqualTo(List.of(174, 310));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void theVectorsOfX25519AreJudgedRight(Provider provider) throws Exception {
        List<Integer> wrong = new ArrayList<>();
        int agreed = 0;
        int refused = 0;
        for (JsonNode group : Vectors.groups("x25519")) {
            for (JsonNode test : group.path("tests")) {
                byte[] shared = Vectors.bytes(test, "shared");
                boolean empty = new BigInteger(1, shared).signum() == 0;
                agreed += empty ? 0 : 1;
                refused += empty ? 1 : 0;
                KeyAgreement agreement = KeyAgreement.getInstance("XDH", provider);
                agreement.init(privateKey(Vectors.bytes(test, "private")));
                PublicKey peers =
                        KeyFactory.getInstance("XDH")
                                .generatePublic(
                                        X25519.specification(Vectors.bytes(test, "public")));
                try {
                    agreement.doPhase(peers, true);
                    byte[] secret = agreement.generateSecret();
                    if (empty || !Arrays.equals(secret, shared)) {
                        wrong.add(test.path("tcId").asInt());
                    }
                } catch (InvalidKeyException smallOrder) {
                    if (!empty) {
                        wrong.add(test.path("tcId").asInt());
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(List.of(agreed, refused)).isEqualTo(List.of(487, 31));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void theSelfTestPasses(Provider provider) {
        assertThat(KeysSelfTest.passes(provider)).isTrue();
    }

    @Test
    void theSelfTestFindsSignaturesThatAreBelieved() {
        assertThat(KeysSelfTest.passes(new CredulousProvider(libcrypto()))).isFalse();
    }

    @Test
    void bothTakeWhatTheOtherMade() throws Exception {
        KeyPair pair = ecPair("secp256r1");
        for (Provider signing : providers()) {
            byte[] signature = signed(signing, pair.getPrivate());
            for (Provider verifying : providers()) {
                assertThat(verifies(verifying, pair.getPublic(), MESSAGE, signature)).isTrue();
                signature[signature.length - 1] ^= 1;
                assertThat(verifies(verifying, pair.getPublic(), MESSAGE, signature)).isFalse();
                signature[signature.length - 1] ^= 1;
            }
        }
        for (Provider mine : providers()) {
            for (Provider theirs : providers()) {
                KeyPair one = KeyPairGenerator.getInstance("XDH", mine).generateKeyPair();
                KeyPair other = KeyPairGenerator.getInstance("XDH", theirs).generateKeyPair();
                assertThat(agreed(mine, one.getPrivate(), other.getPublic()))
                        .isEqualTo(agreed(theirs, other.getPrivate(), one.getPublic()));
            }
        }
    }

    @Test
    void libcryptoRefusesKeysOffTheCurve() throws Exception {
        ECPublicKey real = (ECPublicKey) ecPair("secp256r1").getPublic();
        ECPoint off = new ECPoint(real.getW().getAffineX(), real.getW().getAffineY().flipBit(0));
        PublicKey forged =
                KeyFactory.getInstance("EC")
                        .generatePublic(new ECPublicKeySpec(off, real.getParams()));
        Signature verifier = Signature.getInstance("SHA256withECDSA", libcrypto());
        verifier.initVerify(forged);
        assertThatThrownBy(() -> verifier.verify(new byte[] {1}))
                .isInstanceOf(SignatureException.class)
                .hasMessage("the public key cannot be used");
    }

    /// Others go on to the JDK.
    @Test
    void onlyTheKeysThatItKnowsComeToLibcrypto() throws Exception {
        KeyPair p256 = ecPair("secp256r1");
        KeyPair p384 = ecPair("secp384r1");
        try (Chosen _ = new Chosen("auto")) {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(p256.getPrivate());
            assertThat(signature.getProvider().getName()).isEqualTo(LibcryptoProvider.NAME);
            signature = Signature.getInstance("SHA256withECDSA");
            signature.initVerify(p384.getPublic());
            assertThat(signature.getProvider().getName()).isEqualTo("SunEC");
            KeyPairGenerator generator = KeyPairGenerator.getInstance("XDH");
            generator.initialize(NamedParameterSpec.X448);
            PrivateKey x448 = generator.generateKeyPair().getPrivate();
            assertThat(generator.getProvider().getName()).isEqualTo("SunEC");
            KeyAgreement agreement = KeyAgreement.getInstance("XDH");
            agreement.init(x448);
            assertThat(agreement.getProvider().getName()).isEqualTo("SunEC");
        }
    }

    @ParameterizedTest
    @CsvSource({"auto, true", "libcrypto, true", "jdk, false", "x, false"})
    void theChoiceCanBeOverruled(String wanted, boolean installed) {
        try (Chosen _ = new Chosen(wanted)) {
            assertThat(Security.getProvider(LibcryptoProvider.NAME) != null).isEqualTo(installed);
        }
    }

    @Test
    void whatFailsItsSelfTestIsNotUsed() {
        KeysChoice.install(Optional.of(new CredulousProvider(libcrypto())), log());
        assertThat(Security.getProvider(CredulousProvider.NAME)).isNull();
        KeysChoice.install(Optional.empty(), log());
        assertThat(Security.getProvider(LibcryptoProvider.NAME)).isNull();
    }

    private static KeyPair ecPair(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static byte[] signed(Provider provider, PrivateKey key)
            throws GeneralSecurityException {
        Signature signer = Signature.getInstance("SHA256withECDSA", provider);
        signer.initSign(key);
        signer.update(MESSAGE);
        return signer.sign();
    }

    private static byte[] agreed(Provider provider, PrivateKey own, PublicKey peers)
            throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("XDH", provider);
        agreement.init(own);
        agreement.doPhase(peers, true);
        return agreement.generateSecret();
    }

    private static EventLog log() {
        return new EventLog(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                InstantSource.system());
    }

    private static boolean verifies(Provider provider, PublicKey key, byte[] message, byte[] sig)
            throws GeneralSecurityException {
        Signature verifier = Signature.getInstance("SHA256withECDSA", provider);
        verifier.initVerify(key);
        verifier.update(message);
        try {
            return verifier.verify(sig);
        } catch (SignatureException malformed) {
            return false;
        }
    }

    private static PrivateKey privateKey(byte[] scalar) throws GeneralSecurityException {
        return KeyFactory.getInstance("XDH")
                .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar));
    }

    /// A choice for the whole process, undone when closed.
    private record Chosen(String wanted) implements AutoCloseable {
        Chosen {
            KeysChoice.choose(wanted, log());
        }

        @Override
        public void close() {
            Security.removeProvider(LibcryptoProvider.NAME);
        }
    }
}
