package io.fieldgate.server.benchmarks.compare;

import io.fieldgate.contract.control.Peer.AllowedCertificate;
import io.fieldgate.server.support.TestCa;
import java.io.Reader;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Certificates of ten thousand peers, for which the `openssl` program would take too long.
final class MemberCertificates {
    private final SecureRandom random = new SecureRandom();
    private final KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
    private final JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
    private final X509Certificate ca;
    private final ContentSigner signer;

    /// @param caKey the CA's key, as `openssl` wrote it
    MemberCertificates(TestCa ca, Path caKey) throws Exception {
        this.ca = ca.certificate();
        keys.initialize(new ECGenParameterSpec("secp256r1"), random);
        signer = new JcaContentSignerBuilder("SHA256withECDSA").build(read(caKey));
    }

    private static PrivateKey read(Path caKey) throws Exception {
        try (Reader reader = Files.newBufferedReader(caKey);
                PEMParser parser = new PEMParser(reader)) {
            return new JcaPEMKeyConverter()
                    .getKeyPair((PEMKeyPair) parser.readObject())
                    .getPrivate();
        }
    }

    record Made(X509Certificate certificate, PrivateKey key) {
        /// As it stands in a peer's allowlist.
        AllowedCertificate allowed() throws Exception {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(certificate.getPublicKey().getEncoded());
            return new AllowedCertificate(
                    certificate.getSerialNumber().toString(16), HexFormat.of().formatHex(hash));
        }
    }

    Made make(String commonName) throws Exception {
        KeyPair pair = keys.generateKeyPair();
        Instant now = Instant.now();
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        X500Name.getInstance(ca.getSubjectX500Principal().getEncoded()),
                        new BigInteger(120, random).setBit(100),
                        Date.from(now.minus(1, ChronoUnit.HOURS)),
                        Date.from(now.plus(10, ChronoUnit.DAYS)),
                        new X500Name("CN=" + commonName),
                        pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                extensions.createAuthorityKeyIdentifier(ca.getPublicKey()));
        X509Certificate certificate =
                new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        return new Made(certificate, pair.getPrivate());
    }
}
