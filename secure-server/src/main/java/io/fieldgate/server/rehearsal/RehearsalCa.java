package io.fieldgate.server.rehearsal;

import io.fieldgate.contract.control.Peer.AllowedCertificate;
import io.fieldgate.server.crypto.OwnKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certification authority that lives as long as a rehearsal. Its keys never leave the process.
final class RehearsalCa {
    private static final Duration LIFE = Duration.ofHours(1);
    private static final int BITS_OF_SERIAL = 63;
    private static final String COMMON_NAME = "0603550403";
    private static final String ECDSA_WITH_SHA256 = "300a06082a8648ce3d040302";
    private static final String VERSION_3 = "a003020102";
    private static final String BASIC_CONSTRAINTS = "0603551d13";
    private static final String KEY_USAGE = "0603551d0f";
    private static final String EXTENDED_KEY_USAGE = "0603551d25";
    private static final String SUBJECT_KEY_IDENTIFIER = "0603551d0e";
    private static final String AUTHORITY_KEY_IDENTIFIER = "0603551d23";
    private static final String SUBJECT_ALTERNATIVE_NAME = "0603551d11";
    private static final String LOOPBACK = "87047f000001";
    private static final String CA_TRUE = "30030101ff";
    private static final String CA_FALSE = "3000";
    private static final String CERT_SIGN = "03020204";
    private static final String DIGITAL_SIGNATURE = "03020780";
    private static final String SERVER_AUTH = "06082b06010505070301";
    private static final String CLIENT_AUTH = "06082b06010505070302";
    private static final int EXTENSIONS = 0xa3;
    private static final int KEY_IDENTIFIER = 0x80;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final SecureRandom random = new SecureRandom();
    private final KeyPair keys = newKeys();
    private final X509Certificate certificate =
            sign(
                    "rehearsal",
                    keys.getPublic(),
                    List.of(
                            extension(BASIC_CONSTRAINTS, true, Der.raw(CA_TRUE)),
                            extension(KEY_USAGE, true, Der.raw(CERT_SIGN))));

    RehearsalCa() throws GeneralSecurityException {}

    /// A certificate with its key.
    record Issued(X509Certificate certificate, PrivateKey key) {
        /// As it stands in a peer's allowlist.
        AllowedCertificate allowed() throws GeneralSecurityException {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(certificate.getPublicKey().getEncoded());
            return new AllowedCertificate(
                    certificate.getSerialNumber().toString(16), HexFormat.of().formatHex(hash));
        }
    }

    X509Certificate certificate() {
        return certificate;
    }

    Issued issueServer(String name) throws GeneralSecurityException {
        KeyPair own = newKeys();
        return new Issued(certifyServer(name, own.getPublic()), own.getPrivate());
    }

    Issued issueClient(String name) throws GeneralSecurityException {
        KeyPair own = newKeys();
        return new Issued(certifyClient(name, own.getPublic()), own.getPrivate());
    }

    /// For a server at 127.0.0.1.
    X509Certificate certifyServer(String name, PublicKey key) throws GeneralSecurityException {
        return certify(
                name,
                key,
                SERVER_AUTH,
                extension(SUBJECT_ALTERNATIVE_NAME, false, Der.sequence(Der.raw(LOOPBACK))));
    }

    X509Certificate certifyClient(String name, PublicKey key) throws GeneralSecurityException {
        return certify(name, key, CLIENT_AUTH);
    }

    /// One end of TLS that trusts this CA only.
    SSLContext tls(Issued own) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                OwnKey.managers(own.key(), List.of(own.certificate())),
                trust.getTrustManagers(),
                null);
        return context;
    }

    private X509Certificate certify(String name, PublicKey key, String purpose, byte[]... more)
            throws GeneralSecurityException {
        List<byte[]> extensions = new ArrayList<>();
        extensions.add(extension(BASIC_CONSTRAINTS, true, Der.raw(CA_FALSE)));
        extensions.add(extension(KEY_USAGE, true, Der.raw(DIGITAL_SIGNATURE)));
        extensions.add(extension(EXTENDED_KEY_USAGE, false, Der.sequence(Der.raw(purpose))));
        extensions.add(
                extension(
                        AUTHORITY_KEY_IDENTIFIER,
                        false,
                        Der.sequence(Der.element(KEY_IDENTIFIER, identifier(keys.getPublic())))));
        extensions.addAll(List.of(more));
        return sign(name, key, extensions);
    }

    private X509Certificate sign(String name, PublicKey subject, List<byte[]> extensions)
            throws GeneralSecurityException {
        Instant now = Instant.now();
        List<byte[]> all = new ArrayList<>(extensions);
        all.add(extension(SUBJECT_KEY_IDENTIFIER, false, Der.octets(identifier(subject))));
        byte[] content =
                Der.sequence(
                        Der.raw(VERSION_3),
                        Der.element(0x02, new BigInteger(BITS_OF_SERIAL, random).toByteArray()),
                        Der.raw(ECDSA_WITH_SHA256),
                        name("rehearsal"),
                        Der.sequence(
                                Der.time(TIME.format(now.minus(LIFE))),
                                Der.time(TIME.format(now.plus(LIFE)))),
                        name(name),
                        subject.getEncoded(),
                        Der.element(EXTENSIONS, Der.sequence(all.toArray(byte[][]::new))));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(content);
        byte[] whole =
                Der.sequence(content, Der.raw(ECDSA_WITH_SHA256), Der.bits(0, signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] name(String commonName) {
        return Der.sequence(Der.set(Der.sequence(Der.raw(COMMON_NAME), Der.text(commonName))));
    }

    private static byte[] extension(String identifier, boolean critical, byte[] value) {
        return critical
                ? Der.sequence(Der.raw(identifier), Der.yes(), Der.octets(value))
                : Der.sequence(Der.raw(identifier), Der.octets(value));
    }

    private static byte[] identifier(PublicKey key) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-1").digest(key.getEncoded());
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }
}
