package io.fieldgate.openvpn.profile;

import java.io.ByteArrayInputStream;
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

/// PEM as it stands in profiles of others: text around the blocks is passed over, as OpenSSL does.
final class PemText {
    static final int MAX_BLOCKS = 32;

    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA", "RSASSA-PSS");

    private record Block(String label, String body) {
        byte[] der() throws Refusal {
            try {
                return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
            } catch (IllegalArgumentException e) {
                throw damaged();
            }
        }
    }

    private PemText() {}

    /// The certificates in a text, at least one.
    static List<X509Certificate> certificates(String text) throws Refusal {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(text)) {
            if (!block.label().equals("CERTIFICATE") && !block.label().equals("X509 CERTIFICATE")) {
                throw new Refusal("holds something else beside certificates", "remove the rest");
            }
            certificates.add(certificate(block.der()));
        }
        if (certificates.isEmpty()) {
            throw new Refusal("holds no certificate", "insert the certificate in PEM form");
        }
        return certificates;
    }

    /// The one private key in a text, as PKCS #8, PKCS #1 or SEC 1.
    static PrivateKey privateKey(String text) throws Refusal {
        List<Block> keys =
                blocks(text).stream().filter(b -> !b.label().equals("EC PARAMETERS")).toList();
        if (keys.size() != 1) {
            throw new Refusal("holds not exactly one private key", "insert one key in PEM form");
        }
        Block block = keys.getFirst();
        if (block.label().equals("ENCRYPTED PRIVATE KEY") || block.body().contains("ENCRYPTED")) {
            throw new Refusal(
                    "is locked with a passphrase", "unlock it first: openssl pkey -in FILE");
        }
        byte[] der =
                switch (block.label()) {
                    case "PRIVATE KEY" -> block.der();
                    case "RSA PRIVATE KEY" -> Pkcs8.ofRsa(block.der());
                    case "EC PRIVATE KEY" -> Pkcs8.ofEc(block.der());
                    default ->
                            throw new Refusal("holds no private key", "insert the key in PEM form");
                };
        return decode(der);
    }

    private static X509Certificate certificate(byte[] der) throws Refusal {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            if (factory.generateCertificate(new ByteArrayInputStream(der))
                    instanceof X509Certificate certificate) {
                return certificate;
            }
        } catch (CertificateException e) {
            // Said below.
        }
        throw damaged();
    }

    private static PrivateKey decode(byte[] pkcs8) throws Refusal {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException e) {
                // The next one may fit.
            }
        }
        throw new Refusal(
                "is a private key that is damaged or of an unknown kind",
                "use a key for RSA, P-256, P-384 or Ed25519");
    }

    private static List<Block> blocks(String text) throws Refusal {
        List<Block> blocks = new ArrayList<>();
        int at = text.indexOf(BEGIN);
        while (at >= 0) {
            int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
            if (labelEnd < 0) {
                throw damaged();
            }
            String label = text.substring(at + BEGIN.length(), labelEnd);
            String endLine = "-----END " + label + DASHES;
            int end = text.indexOf(endLine, labelEnd + DASHES.length());
            if (end < 0 || label.indexOf('\n') >= 0) {
                throw damaged();
            }
            if (blocks.size() == MAX_BLOCKS) {
                throw new Refusal("holds more than 32 PEM blocks", "remove what is not needed");
            }
            blocks.add(new Block(label, text.substring(labelEnd + DASHES.length(), end)));
            at = text.indexOf(BEGIN, end + endLine.length());
        }
        return blocks;
    }

    private static Refusal damaged() {
        return new Refusal("holds PEM text that is damaged", "insert it again, all lines");
    }
}
