package io.fieldgate.pki.ca;

import java.io.IOException;
import java.util.Base64;
import org.bouncycastle.cert.X509CertificateHolder;

/// Certificates as text (RFC 7468).
final class Pem {
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    static String of(X509CertificateHolder certificate) throws IOException {
        return "-----BEGIN CERTIFICATE-----\n"
                + BASE64.encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }
}
