package io.fieldgate.server.support;

import io.fieldgate.contract.control.Peer.AllowedCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// A certification authority made of the `openssl` program, so that certificates here come from
/// other hands than those that check them.
public final class TestCa {
    /// The extensions of a good peer's certificate.
    public static final String CLIENT =
            """
            basicConstraints=critical,CA:FALSE
            keyUsage=critical,digitalSignature
            extendedKeyUsage=clientAuth
            authorityKeyIdentifier=keyid
            """;

    /// The extensions of a good server's certificate.
    public static final String SERVER = CLIENT.replace("clientAuth", "serverAuth");

    private final Path directory;
    private final String name;
    private int made;

    /// A new CA with its own key.
    ///
    /// @param directory for its files; several CAs may share one
    public TestCa(Path directory, String name) throws IOException, InterruptedException {
        this(directory, name, "secp384r1");
    }

    /// A new CA with a key on this curve, in `NAME.key`.
    public TestCa(Path directory, String name, String curve)
            throws IOException, InterruptedException {
        this.directory = directory;
        this.name = name;
        openssl("ecparam", "-name", curve, "-genkey", "-noout", "-out", name + ".key");
        openssl(
                "req",
                "-x509",
                "-new",
                "-key",
                name + ".key",
                "-sha384",
                "-days",
                "30",
                "-subj",
                "/CN=" + name,
                "-addext",
                "basicConstraints=critical,CA:TRUE,pathlen:0",
                "-addext",
                "keyUsage=critical,keyCertSign,cRLSign",
                "-out",
                name + ".pem");
    }

    /// A certificate and its key.
    ///
    /// @param pem the certificate
    /// @param keyPem the private key, PKCS#8; empty when it was made elsewhere
    public record Issued(String pem, String keyPem) {
        public X509Certificate certificate() throws GeneralSecurityException {
            return parse(pem);
        }

        public PrivateKey key() throws GeneralSecurityException {
            String body = keyPem.replaceAll("-----[A-Z ]+-----", "");
            return KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
        }

        /// As it stands in a peer's allowlist.
        public AllowedCertificate allowed() throws GeneralSecurityException {
            X509Certificate certificate = certificate();
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(certificate.getPublicKey().getEncoded());
            return new AllowedCertificate(
                    certificate.getSerialNumber().toString(16), HexFormat.of().formatHex(hash));
        }
    }

    public String pem() throws IOException {
        return Files.readString(directory.resolve(name + ".pem"));
    }

    public X509Certificate certificate() throws IOException, GeneralSecurityException {
        return parse(pem());
    }

    /// A certificate for a new P-256 key.
    ///
    /// @param options more words for `openssl x509`, such as `-days -1` for one that is over
    public Issued issue(String commonName, String extensions, String... options)
            throws IOException, InterruptedException {
        return issueOn("prime256v1", commonName, extensions, options);
    }

    /// A certificate for a new key on this curve.
    public Issued issueOn(String curve, String commonName, String extensions, String... options)
            throws IOException, InterruptedException {
        String file = name + "-" + ++made;
        openssl(
                "genpkey",
                "-algorithm",
                "EC",
                "-pkeyopt",
                "ec_paramgen_curve:" + curve,
                "-out",
                file + ".key");
        openssl(
                "req",
                "-new",
                "-key",
                file + ".key",
                "-subj",
                "/CN=" + commonName,
                "-out",
                file + ".csr");
        String pem = sign(file, extensions, options);
        return new Issued(pem, Files.readString(directory.resolve(file + ".key")));
    }

    /// A certificate for a request that came from outside; only the request's key is used.
    public Issued certify(String csr, String commonName, String extensions)
            throws IOException, InterruptedException {
        String file = name + "-" + ++made;
        Files.writeString(directory.resolve(file + ".csr"), csr);
        return new Issued(sign(file, extensions, "-subj", "/CN=" + commonName), "");
    }

    private String sign(String file, String extensions, String... options)
            throws IOException, InterruptedException {
        Files.writeString(directory.resolve(file + ".ext"), extensions);
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "x509",
                                "-req",
                                "-in",
                                file + ".csr",
                                "-CA",
                                name + ".pem",
                                "-CAkey",
                                name + ".key",
                                "-CAcreateserial",
                                "-sha256",
                                "-extfile",
                                file + ".ext",
                                "-out",
                                file + ".pem"));
        if (!List.of(options).contains("-days") && !List.of(options).contains("-not_after")) {
            words.addAll(List.of("-days", "10"));
        }
        words.addAll(List.of(options));
        openssl(words.toArray(String[]::new));
        return Files.readString(directory.resolve(file + ".pem"));
    }

    private void openssl(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words));
        Command.run(directory, command);
    }

    private static X509Certificate parse(String pem) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
