package io.fieldgate.pki.http;

import io.fieldgate.contract.pki.IssuedCertificate;
import io.fieldgate.pki.RefusedException;
import io.fieldgate.pki.ca.CertificationAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

/// The service's own HTTPS identity: a key that lives in memory only, and a certificate that the
/// service issues to itself. Clients are trusted by the root only.
final class ServiceTls implements SslBundleRegistrar {
    static final String BUNDLE = "pki";
    private static final List<String> HOSTS = List.of("localhost", "127.0.0.1", "::1");
    private static final String ALIAS = "service";
    private static final char[] NO_PASSWORD = new char[0];

    private final CertificationAuthority authority;
    private final SecureRandom random;
    private Identity identity;

    private record Identity(SslBundle bundle, Instant renewAt) {}

    ServiceTls(CertificationAuthority authority, SecureRandom random)
            throws IOException, RefusedException {
        this.authority = authority;
        this.random = random;
        identity = make();
    }

    @Override
    public synchronized void registerBundles(SslBundleRegistry registry) {
        registry.registerBundle(BUNDLE, identity.bundle());
    }

    /// Replaces the certificate when two thirds of its life have passed.
    synchronized void renewIfDue(SslBundleRegistry registry, Instant now)
            throws IOException, RefusedException {
        if (now.isAfter(identity.renewAt())) {
            identity = make();
            registry.updateBundle(BUNDLE, identity.bundle());
        }
    }

    private Identity make() throws IOException, RefusedException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            IssuedCertificate issued = authority.issueForService(pair.getPublic(), HOSTS);
            KeyStore keys = emptyStore();
            keys.setKeyEntry(
                    ALIAS,
                    pair.getPrivate(),
                    NO_PASSWORD,
                    new Certificate[] {parse(issued.certificate()), parse(issued.issuer())});
            KeyStore trust = emptyStore();
            trust.setCertificateEntry("root", parse(issued.root()));
            Duration life = Duration.between(issued.notBefore(), issued.notAfter());
            return new Identity(
                    SslBundle.of(
                            SslStoreBundle.of(keys, "", trust),
                            SslBundleKey.of("", ALIAS),
                            SslOptions.of(null, new String[] {"TLSv1.3"})),
                    issued.notBefore().plus(life.multipliedBy(2).dividedBy(3)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Certificate parse(String pem) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
