package io.fieldgate.portal.certificate.pki;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Keys and certificates as text (RFC 7468).
public final class PemFormat {
    private static final String KEY_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_END = "-----END PRIVATE KEY-----";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private PemFormat() {}

    /// A private key as PKCS#8.
    public static String of(PrivateKey key) {
        return KEY_BEGIN + "\n" + LINES.encodeToString(key.getEncoded()) + "\n" + KEY_END + "\n";
    }

    /// Certificates, one after the other.
    public static String of(List<X509Certificate> certificates) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            for (X509Certificate certificate : certificates) {
                text.append("-----BEGIN CERTIFICATE-----\n")
                        .append(LINES.encodeToString(certificate.getEncoded()))
                        .append("\n-----END CERTIFICATE-----\n");
            }
        } catch (CertificateException e) {
            throw new IOException("a certificate that cannot be written", e);
        }
        return text.toString();
    }

    /// @throws IOException if it is no elliptic-curve key in PKCS#8
    public static PrivateKey privateKey(String pem) throws IOException {
        String text = pem.strip();
        if (!text.startsWith(KEY_BEGIN) || !text.endsWith(KEY_END)) {
            throw new IOException("not a private key in PEM");
        }
        String body = text.substring(KEY_BEGIN.length(), text.length() - KEY_END.length());
        try {
            return KeyFactory.getInstance("EC")
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(
                                    Base64.getDecoder().decode(body.replaceAll("\\s", ""))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("not a private key in PEM", e);
        }
    }

    /// All certificates of a text, 1 or more, in their order.
    ///
    /// @throws IOException if there is none, or something else
    public static List<X509Certificate> certificates(String pem) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (var certificate :
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(pem.getBytes(US_ASCII)))) {
                certificates.add((X509Certificate) certificate);
            }
        } catch (CertificateException e) {
            throw new IOException("not certificates in PEM", e);
        }
        if (certificates.isEmpty()) {
            throw new IOException("no certificates in PEM");
        }
        return certificates;
    }
}
