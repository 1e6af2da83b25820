package io.fieldgate.pki.csr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fieldgate.contract.CertificateRequest;
import io.fieldgate.pki.RefusedException;
import io.fieldgate.pki.TestCsr;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;

class CsrReviewTest {
    @Test
    void theContractsOwnRequestIsAccepted() throws Exception {
        KeyPair pair = TestCsr.p256();

        ReviewedCsr csr = CsrReview.review(CertificateRequest.pem(pair));

        assertThat(csr.publicKey().getEncoded()).isEqualTo(pair.getPublic().getEncoded());
    }

    @Test
    void requestsSignedWithEachEcdsaHashAreAccepted() throws Exception {
        KeyPair pair = TestCsr.p256();
        for (String algorithm : List.of("SHA256withECDSA", "SHA384withECDSA", "SHA512withECDSA")) {
            assertThat(CsrReview.review(TestCsr.plain(pair, algorithm)).publicKey()).isNotNull();
        }
    }

    @Test
    void aWeakSignatureHashIsRefused() throws Exception {
        assertRefused(TestCsr.plain(TestCsr.p256(), "SHA1withECDSA"), "SHA-256");
    }

    @Test
    void otherCurvesAreRefused() throws Exception {
        assertRefused(TestCsr.plain(TestCsr.keyPair("secp384r1")), "P-256");
        assertRefused(TestCsr.plain(TestCsr.keyPair("secp521r1")), "P-256");
    }

    @Test
    void otherKeyTypesAreRefused() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        assertRefused(TestCsr.plain(rsa.generateKeyPair(), "SHA256withRSA"), "P-256");
        assertRefused(
                TestCsr.plain(KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), "Ed25519"),
                "P-256");
    }

    @Test
    void aRequestSignedWithAnotherKeyIsRefused() throws Exception {
        assertRefused(TestCsr.signedBy(TestCsr.p256(), TestCsr.p256()), "its own key");
    }

    @Test
    void aPointThatIsNotOnTheCurveIsRefused() throws Exception {
        KeyPair pair = TestCsr.p256();
        SubjectPublicKeyInfo honest =
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        byte[] point = honest.getPublicKeyData().getOctets();
        point[point.length - 1] ^= 1;

        assertRefused(unsigned(new SubjectPublicKeyInfo(honest.getAlgorithm(), point)), "point");
    }

    @Test
    void thePointAtInfinityIsRefused() throws Exception {
        SubjectPublicKeyInfo honest =
                SubjectPublicKeyInfo.getInstance(TestCsr.p256().getPublic().getEncoded());
        assertRefused(
                unsigned(new SubjectPublicKeyInfo(honest.getAlgorithm(), new byte[1])), "point");
    }

    @Test
    void textThatIsNoRequestIsRefused() throws Exception {
        for (String text :
                List.of(
                        "",
                        "-----BEGIN CERTIFICATE REQUEST-----",
                        "-----BEGIN CERTIFICATE REQUEST----------END CERTIFICATE REQUEST-----",
                        TestCsr.pem(new byte[] {0x30, 0x00}),
                        TestCsr.pem(new byte[] {0x30, (byte) 0x84, 0x7F, 0x7F, 0x7F, 0x7F}),
                        "-----BEGIN CERTIFICATE REQUEST-----\n***\n"
                                + "-----END CERTIFICATE REQUEST-----")) {
            assertRefused(text, "request");
        }
    }

    @Test
    void deeplyNestedBytesAreRefused() {
        byte[] nested = new byte[12_000];
        int length = 0;
        for (int i = nested.length - 4; i >= 0; i -= 4) {
            nested[i] = 0x30;
            nested[i + 1] = (byte) 0x82;
            nested[i + 2] = (byte) (length >> 8);
            nested[i + 3] = (byte) length;
            length += 4;
        }
        assertRefused(TestCsr.pem(nested), "PKCS#10");
    }

    @Test
    void bytesBehindTheRequestAreRefused() throws Exception {
        byte[] der = der(TestCsr.plain(TestCsr.p256()));
        byte[] longer = Arrays.copyOf(der, der.length + 1);
        assertRefused(TestCsr.pem(longer), "PKCS#10");
    }

    @Test
    void aRequestAtTheLimitPlusOneIsRefused() throws Exception {
        String csr = TestCsr.plain(TestCsr.p256());
        String padded = csr + " ".repeat(CsrReview.MAX_PEM_CHARACTERS - csr.length());
        assertThat(CsrReview.review(padded)).isNotNull();
        assertRefused(padded + " ", "longer");
    }

    @Test
    void noChangedByteGetsAnotherKeyCertified() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        KeyPair pair = TestCsr.p256();
        byte[] der = der(TestCsr.plain(pair));
        for (int round = 0; round < 2_000; round++) {
            byte[] mutant = der.clone();
            mutant[random.nextInt(mutant.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                ReviewedCsr csr = CsrReview.review(TestCsr.pem(mutant));
                assertThat(csr.publicKey().getEncoded())
                        .as("seed %d", seed)
                        .isEqualTo(pair.getPublic().getEncoded());
            } catch (RefusedException expected) {
                assertThat(expected.reason()).isEqualTo(RefusedException.Reason.CSR_REFUSED);
            }
        }
    }

    private static void assertRefused(String pem, String words) {
        assertThatThrownBy(() -> CsrReview.review(pem))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(words);
    }

    private static String unsigned(SubjectPublicKeyInfo key) throws Exception {
        CertificationRequestInfo info = new CertificationRequestInfo(new X500Name(""), key, null);
        CertificationRequest honest =
                CertificationRequest.getInstance(der(TestCsr.plain(TestCsr.p256())));
        return TestCsr.pem(
                new DERSequence(
                                new ASN1Encodable[] {
                                    info,
                                    honest.getSignatureAlgorithm(),
                                    new DERBitString(new byte[8])
                                })
                        .getEncoded());
    }

    private static byte[] der(String pem) {
        return Base64.getMimeDecoder()
                .decode(pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", ""));
    }
}
