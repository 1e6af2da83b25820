package io.fieldgate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class CertificateRequestTest {
    @Test
    void theRequestHoldsTheKeyAndIsSignedWithIt() throws Exception {
        KeyPair pair = p256();
        String pem = CertificateRequest.pem(pair);
        byte[] der = der(pem);

        byte[] key = pair.getPublic().getEncoded();
        // SEQUENCE, its length, then the request info: version, empty name, key, no attributes
        int infoLength = 2 + 3 + 2 + key.length + 2;
        byte[] info = Arrays.copyOfRange(der, 3, 3 + infoLength);
        assertThat(Arrays.copyOfRange(info, 7, 7 + key.length)).isEqualTo(key);
        int signatureAt = 3 + infoLength + 12 + 3;
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(pair.getPublic());
        verifier.update(info);
        assertThat(verifier.verify(Arrays.copyOfRange(der, signatureAt, der.length))).isTrue();
    }

    @Test
    void linesAreAsPemWantsThem() throws Exception {
        String[] lines = CertificateRequest.pem(p256()).split("\n", -1);
        assertThat(lines[0]).isEqualTo("-----BEGIN CERTIFICATE REQUEST-----");
        assertThat(lines[lines.length - 2]).isEqualTo("-----END CERTIFICATE REQUEST-----");
        assertThat(lines[lines.length - 1]).isEmpty();
        assertThat(lines).allMatch(line -> line.length() <= 64);
    }

    private static KeyPair p256() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static byte[] der(String pem) {
        return Base64.getDecoder()
                .decode(pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", ""));
    }
}
