package io.fieldgate.portal.certificate.pki;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A private key with its certificate chain, in two files.
///
/// @param chain the leaf first, without the root
public record Credential(PrivateKey key, List<X509Certificate> chain) {
    /// Protects nothing: the store never leaves the memory.
    public static final char[] STORE_PASSWORD = new char[0];

    /// The one entry of [#keyStore].
    public static final String ALIAS = "portal";

    public Credential {
        chain = List.copyOf(chain);
    }

    /// Reads what [#write] wrote; empty if one of the files is missing.
    public static Optional<Credential> read(Path keyFile, Path chainFile) throws IOException {
        if (!Files.exists(keyFile) || !Files.exists(chainFile)) {
            return Optional.empty();
        }
        String pem = new String(PrivateFiles.read(keyFile), US_ASCII);
        return Optional.of(
                new Credential(
                        PemFormat.privateKey(pem),
                        PemFormat.certificates(Files.readString(chainFile, US_ASCII))));
    }

    public X509Certificate leaf() {
        return chain.getFirst();
    }

    /// When two thirds of its life have passed.
    public Instant renewAt() {
        Instant start = leaf().getNotBefore().toInstant();
        Duration life = Duration.between(start, leaf().getNotAfter().toInstant());
        return start.plus(life.multipliedBy(2).dividedBy(3));
    }

    public KeyStore keyStore() throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        store.setKeyEntry(ALIAS, key, STORE_PASSWORD, chain.toArray(X509Certificate[]::new));
        return store;
    }

    /// A store that trusts one certificate.
    public static KeyStore trustStore(X509Certificate root)
            throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        store.setCertificateEntry("root", root);
        return store;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    @Override
    public String toString() {
        return "Credential[" + leaf().getSubjectX500Principal() + "]";
    }
}
