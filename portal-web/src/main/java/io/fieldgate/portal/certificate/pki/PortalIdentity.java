package io.fieldgate.portal.certificate.pki;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fieldgate.contract.CertificateRequest;
import io.fieldgate.contract.pki.IssuedCertificate;
import io.fieldgate.contract.pki.PortalBootstrap;
import io.fieldgate.contract.pki.PortalRenewal;
import io.fieldgate.portal.shared.FieldgateSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;

/// Who the portal is towards the PKI service: a key made at the first start, bound there with the
/// one-time secret, renewed with itself.
///
/// The key file is written before the secret is used, so that a lost answer can be asked for again.
final class PortalIdentity {
    private final URI pki;
    private final Path secretFile;
    private final Path keyFile;
    private final Path requestFile;
    private final Path file;
    private final Path rootFile;

    PortalIdentity(FieldgateSettings settings) {
        pki = settings.pkiUrl();
        secretFile = settings.pkiBootstrapSecretFile();
        rootFile = settings.rootCertificate();
        keyFile = settings.directory().resolve("identity.key");
        requestFile = settings.directory().resolve("identity.csr");
        file = settings.directory().resolve("identity.pem");
    }

    /// The trust anchor of everything that the portal talks to.
    X509Certificate root() throws IOException {
        if (!Files.exists(rootFile)) {
            throw new PkiUnavailableException(
                    "The root certificate "
                            + rootFile
                            + " is missing; the PKI service writes it at its first start.");
        }
        return PemFormat.certificates(Files.readString(rootFile, US_ASCII)).getFirst();
    }

    /// The stored identity, or a new one from the PKI service.
    Credential obtain() throws IOException, PkiProblemException {
        Credential stored = Credential.read(file).orElse(null);
        if (stored != null) {
            return stored;
        }
        if (!Files.exists(keyFile) || !Files.exists(requestFile)) {
            KeyPair pair = KeyPairs.generate();
            PrivateFiles.write(keyFile, PemFormat.of(pair.getPrivate()).getBytes(US_ASCII));
            PrivateFiles.write(requestFile, request(pair).getBytes(US_ASCII));
        }
        if (!Files.exists(secretFile)) {
            throw new IOException(
                    "The PKI bootstrap secret "
                            + secretFile
                            + " is missing, and the portal has no identity yet.");
        }
        PortalBootstrap bootstrap =
                new PortalBootstrap(
                        Files.readString(secretFile).strip(),
                        Files.readString(requestFile, US_ASCII));
        try (PkiConnection anonymous = new PkiConnection(pki, root(), null)) {
            return store(anonymous.post("/v1/bootstrap", bootstrap, IssuedCertificate.class));
        }
    }

    /// A new certificate for the same key.
    Credential renew(PkiConnection connection) throws IOException, PkiProblemException {
        PortalRenewal renewal = new PortalRenewal(Files.readString(requestFile, US_ASCII));
        return store(connection.post("/v1/portal-identity", renewal, IssuedCertificate.class));
    }

    private Credential store(IssuedCertificate issued) throws IOException {
        Credential credential =
                new Credential(
                        PemFormat.privateKey(new String(PrivateFiles.read(keyFile), US_ASCII)),
                        PemFormat.certificates(issued.certificate() + issued.issuer()));
        credential.write(file);
        return credential;
    }

    private static String request(KeyPair pair) {
        try {
            return CertificateRequest.pem(pair);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
