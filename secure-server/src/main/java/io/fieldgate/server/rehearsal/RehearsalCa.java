package io.fieldgate.server.rehearsal;

import io.fieldgate.contract.control.Peer.AllowedCertificate;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

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
                    keys,
                    extension(BASIC_CONSTRAINTS, true, Der.raw(CA_TRUE)),
                    extension(KEY_USAGE, true, Der.raw(CERT_SIGN)));

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
        return issue(name, SERVER_AUTH);
    }

    Issued issueClient(String name) throws GeneralSecurityException {
        return issue(name, CLIENT_AUTH);
    }

    private Issued issue(String name, String purpose) throws GeneralSecurityException {
        KeyPair own = newKeys();
        X509Certificate issued =
                sign(
                        name,
                        own,
                        extension(BASIC_CONSTRAINTS, true, Der.raw(CA_FALSE)),
                        extension(KEY_USAGE, true, Der.raw(DIGITAL_SIGNATURE)),
                        extension(EXTENDED_KEY_USAGE, false, Der.sequence(Der.raw(purpose))),
                        extension(
                                AUTHORITY_KEY_IDENTIFIER,
                                false,
                                Der.sequence(Der.element(KEY_IDENTIFIER, identifier(keys)))));
        return new Issued(issued, own.getPrivate());
    }

    private X509Certificate sign(String name, KeyPair subject, byte[]... extensions)
            throws GeneralSecurityException {
        Instant now = Instant.now();
        byte[][] all = new byte[extensions.length + 1][];
        System.arraycopy(extensions, 0, all, 0, extensions.length);
        all[extensions.length] =
                extension(SUBJECT_KEY_IDENTIFIER, false, Der.octets(identifier(subject)));
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
                        subject.getPublic().getEncoded(),
                        Der.element(EXTENSIONS, Der.sequence(all)));
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

    private static byte[] identifier(KeyPair keys) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-1").digest(keys.getPublic().getEncoded());
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }
}
