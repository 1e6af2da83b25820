package io.fieldgate.server.benchmarks.load;

import io.fieldgate.openvpn.wire.TlsCryptV2ClientKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// With what one client dials in. A file of them has one a line, each part in base64.
///
/// @param certificate of its own
/// @param key of the certificate
/// @param v2Key its tls-crypt-v2 key
public record Member(X509Certificate certificate, PrivateKey key, TlsCryptV2ClientKey v2Key) {
    /// As it stands in the file.
    public String line() throws GeneralSecurityException {
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(certificate.getEncoded())
                + " "
                + base64.encodeToString(key.getEncoded())
                + " "
                + base64.encodeToString(v2Key.toPem().getBytes(StandardCharsets.US_ASCII));
    }

    static List<Member> read(Path file) throws IOException, GeneralSecurityException {
        List<Member> members = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            members.add(parse(line));
        }
        return members;
    }

    static X509Certificate certificate(byte[] bytes) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(bytes));
    }

    private static Member parse(String line) throws IOException, GeneralSecurityException {
        String[] words = line.split(" ", -1);
        if (words.length != 3) {
            throw new IOException("not a line of a file of clients");
        }
        Base64.Decoder base64 = Base64.getDecoder();
        String pem = new String(base64.decode(words[2]), StandardCharsets.US_ASCII);
        return new Member(
                certificate(base64.decode(words[0])),
                KeyFactory.getInstance("EC")
                        .generatePrivate(new PKCS8EncodedKeySpec(base64.decode(words[1]))),
                TlsCryptV2ClientKey.parsePem(pem)
                        .orElseThrow(() -> new IOException("not a tls-crypt-v2 key")));
    }
}
