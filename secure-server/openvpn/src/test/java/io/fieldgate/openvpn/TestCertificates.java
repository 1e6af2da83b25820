package io.fieldgate.openvpn;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// A certification authority for tests: P-256 certificates, written as DER by hand.
public final class TestCertificates {
    private static final String SERVER_AUTH = "2b06010505070301";
    private static final String CLIENT_AUTH = "2b06010505070302";

    private static final byte[] CA_KEY_ID = HexFormat.of().parseHex("0102030405060708");

    private final KeyPair caKey = newKey();
    private final X509Certificate ca =
            issue("Test CA", caKey, "Test CA", caKey, extensions(true, null));

    /// Making one takes far longer than a handshake.
    private final Map<Issued, SSLContext> contexts = new ConcurrentHashMap<>();

    /// A certificate and its key.
    public record Issued(X509Certificate certificate, KeyPair key) {
        public String certificatePem() {
            return TestCertificates.pem("CERTIFICATE", encoded(certificate));
        }

        public String keyPem() {
            return TestCertificates.pem("PRIVATE KEY", key.getPrivate().getEncoded());
        }
    }

    public Issued server(String name) {
        return issue(name, SERVER_AUTH);
    }

    public Issued client(String name) {
        return issue(name, CLIENT_AUTH);
    }

    public X509Certificate authority() {
        return ca;
    }

    public String authorityPem() {
        return pem("CERTIFICATE", encoded(ca));
    }

    /// A context that shows this certificate and trusts whatever this authority has signed.
    public SSLContext context(Issued own) {
        return contexts.computeIfAbsent(own, this::newContext);
    }

    private SSLContext newContext(Issued own) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            Certificate[] chain = {own.certificate()};
            store.setKeyEntry("own", own.key().getPrivate(), new char[0], chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), new TrustManager[] {new SignedBy(ca)}, null);
            return context;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// A client's context as the JDK makes it: checks chain, validity and usage of the server's
    /// certificate.
    ///
    /// @param version `TLS`, or `TLSv1.2` for no more than that
    public SSLContext clientContext(Issued own, String version) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            Certificate[] chain = {own.certificate()};
            store.setKeyEntry("own", own.key().getPrivate(), new char[0], chain);
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, new char[0]);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("ca", ca);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance(version);
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Issued issue(String name, String usage) {
        KeyPair key = newKey();
        return new Issued(issue(name, key, "Test CA", caKey, extensions(false, usage)), key);
    }

    private static X509Certificate issue(
            String subject, KeyPair key, String issuer, KeyPair issuerKey, byte[] extensions) {
        try {
            byte[] algorithm = sequence(oid("2a8648ce3d040302"));
            byte[] tbs =
                    sequence(
                            der(0xa0, integer(2)),
                            integer(System.nanoTime() & Long.MAX_VALUE),
                            algorithm,
                            name(issuer),
                            validity(),
                            name(subject),
                            key.getPublic().getEncoded(),
                            der(0xa3, extensions));
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(issuerKey.getPrivate());
            signature.update(tbs);
            byte[] bits = concat(new byte[] {0}, signature.sign());
            byte[] certificate = sequence(tbs, algorithm, der(0x03, bits));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(certificate));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] extensions(boolean authority, @Nullable String usage) {
        byte[] basic = authority ? sequence(der(0x01, (byte) 0xff)) : sequence();
        byte[] keyUsage =
                authority ? der(0x03, (byte) 1, (byte) 0x06) : der(0x03, (byte) 7, (byte) 0x80);
        byte[] all = concat(extension("551d13", basic), extension("551d0f", keyUsage));
        if (usage != null) {
            all = concat(all, extension("551d25", sequence(oid(usage))));
        }
        byte[] subjectKeyId = sequence(oid("551d0e"), der(0x04, der(0x04, CA_KEY_ID)));
        byte[] authorityKeyId = sequence(oid("551d23"), der(0x04, sequence(der(0x80, CA_KEY_ID))));
        return der(0x30, concat(all, authority ? subjectKeyId : authorityKeyId));
    }

    private static byte[] extension(String oid, byte[] value) {
        return sequence(oid(oid), der(0x01, (byte) 0xff), der(0x04, value));
    }

    private static byte[] validity() {
        DateTimeFormatter format =
                DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
        Instant now = Instant.now();
        byte[] from =
                format.format(now.minus(Duration.ofHours(1))).getBytes(StandardCharsets.US_ASCII);
        byte[] until =
                format.format(now.plus(Duration.ofDays(2))).getBytes(StandardCharsets.US_ASCII);
        return sequence(der(0x17, from), der(0x17, until));
    }

    private static byte[] name(String commonName) {
        byte[] text = der(0x0c, commonName.getBytes(StandardCharsets.UTF_8));
        return sequence(der(0x31, sequence(oid("550403"), text)));
    }

    private static byte[] integer(long value) {
        return der(0x02, BigInteger.valueOf(value).toByteArray());
    }

    private static byte[] oid(String hex) {
        return der(0x06, HexFormat.of().parseHex(hex));
    }

    private static byte[] sequence(byte[]... parts) {
        return der(0x30, concat(parts));
    }

    private static byte[] der(int tag, byte... content) {
        int length = content.length;
        byte[] head;
        if (length < 128) {
            head = new byte[] {(byte) tag, (byte) length};
        } else if (length < 256) {
            head = new byte[] {(byte) tag, (byte) 0x81, (byte) length};
        } else {
            head = new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        }
        return concat(head, content);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String label, byte[] bytes) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    /// Accepts any certificate with the right signature, as a server must that wants to give
    /// reasons.
    private static final class SignedBy extends X509ExtendedTrustManager {
        private final X509Certificate authority;

        SignedBy(X509Certificate authority) {
            this.authority = authority;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            try {
                chain[0].verify(authority.getPublicKey());
            } catch (GeneralSecurityException e) {
                throw new CertificateException("not signed by the test authority", e);
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            check(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[] {authority};
        }
    }
}
