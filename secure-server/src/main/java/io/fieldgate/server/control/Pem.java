package io.fieldgate.server.control;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// PEM text (RFC 7468) of the few kinds that this server keeps.
public final class Pem {
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final String PUBLIC_KEY = "PUBLIC KEY";
    private static final String CERTIFICATE = "CERTIFICATE";

    private Pem() {}

    /// All certificates in a text, in order.
    ///
    /// @throws CertificateException if there is none, or one cannot be read
    public static List<X509Certificate> certificates(String text) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (var certificate :
                factory.generateCertificates(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))) {
            certificates.add((X509Certificate) certificate);
        }
        if (certificates.isEmpty()) {
            throw new CertificateException("no certificate in PEM text");
        }
        return certificates;
    }

    /// Both halves of an elliptic-curve key pair, private first.
    static String keyPair(KeyPair pair) {
        return block(PRIVATE_KEY, pair.getPrivate().getEncoded())
                + block(PUBLIC_KEY, pair.getPublic().getEncoded());
    }

    /// Reads what [#keyPair(KeyPair)] wrote.
    public static KeyPair keyPair(String text) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance("EC");
        return new KeyPair(
                factory.generatePublic(new X509EncodedKeySpec(body(text, PUBLIC_KEY))),
                factory.generatePrivate(new PKCS8EncodedKeySpec(body(text, PRIVATE_KEY))));
    }

    public static String certificate(X509Certificate certificate)
            throws CertificateEncodingException {
        return block(CERTIFICATE, certificate.getEncoded());
    }

    private static String block(String label, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, base64, label);
    }

    private static byte[] body(String text, String label) throws GeneralSecurityException {
        String begin = "-----BEGIN " + label + "-----";
        int start = text.indexOf(begin);
        int end = text.indexOf("-----END " + label + "-----");
        if (start < 0 || end < start) {
            throw new GeneralSecurityException("no " + label + " in PEM text");
        }
        try {
            return Base64.getMimeDecoder().decode(text.substring(start + begin.length(), end));
        } catch (IllegalArgumentException damaged) {
            throw new GeneralSecurityException("damaged " + label, damaged);
        }
    }
}
