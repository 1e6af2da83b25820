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

/// A private key with its certificate chain, in one file.
///
/// @param chain the leaf first, without the root
public record Credential(PrivateKey key, List<X509Certificate> chain) {
    /// Protects nothing: the store never leaves the memory.
    public static final char[] STORE_PASSWORD = new char[0];

    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";

    /// The one entry of [#keyStore].
    public static final String ALIAS = "portal";

    public Credential {
        chain = List.copyOf(chain);
    }

    /// Reads what [#write] wrote; empty if the file is missing.
    public static Optional<Credential> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text = new String(PrivateFiles.read(file), US_ASCII);
        int chain = text.indexOf(CERTIFICATE);
        if (chain < 0) {
            throw new IOException("There is no certificate in " + file + ".");
        }
        return Optional.of(
                new Credential(
                        PemFormat.privateKey(text.substring(0, chain)),
                        PemFormat.certificates(text.substring(chain))));
    }

    /// Writes key and chain into one file, so that they always fit each other.
    public void write(Path file) throws IOException {
        String text = PemFormat.of(key) + PemFormat.of(chain);
        PrivateFiles.write(file, text.getBytes(US_ASCII));
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
