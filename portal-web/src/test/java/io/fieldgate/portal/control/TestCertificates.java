package io.fieldgate.portal.control;

import io.fieldgate.contract.pki.IssuedCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/// Makes certificates with the JDK's own tool. They lead to no root: TLS would refuse them, the
/// tests begin behind it.
final class TestCertificates {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private TestCertificates() {}

    static X509Certificate withName(Path directory, String distinguishedName) throws Exception {
        Path store = directory.resolve(System.nanoTime() + ".p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "control",
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-dname",
                                distinguishedName,
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                new String(PASSWORD))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool has failed");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return (X509Certificate) keys.getCertificate("control");
    }

    /// The certificate as the PKI would have announced it.
    static IssuedCertificate issued(X509Certificate certificate) throws GeneralSecurityException {
        return new IssuedCertificate(
                certificate.getSerialNumber().toString(16),
                HexFormat.of()
                        .formatHex(
                                MessageDigest.getInstance("SHA-256")
                                        .digest(certificate.getPublicKey().getEncoded())),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                "leaf",
                "issuer",
                "root");
    }
}
