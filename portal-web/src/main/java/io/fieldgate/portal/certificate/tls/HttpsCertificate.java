package io.fieldgate.portal.certificate.tls;

import io.fieldgate.contract.CertificateRequest;
import io.fieldgate.contract.pki.CertificateSubject;
import io.fieldgate.contract.pki.IssuedCertificate;
import io.fieldgate.portal.certificate.pki.Credential;
import io.fieldgate.portal.certificate.pki.KeyPairs;
import io.fieldgate.portal.certificate.pki.PemFormat;
import io.fieldgate.portal.certificate.pki.PkiClient;
import io.fieldgate.portal.certificate.pki.PkiProblemException;
import io.fieldgate.portal.certificate.pki.PkiUnavailableException;
import io.fieldgate.portal.shared.FieldgateSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// The key and certificate that the portal shows on both of its ports, kept in one file.
///
/// Ordered from the PKI service when there is none yet, when the host that people dial changed, and
/// when two thirds of its life have passed. As long as a stored one can be used, the portal starts
/// without the PKI service.
@Component
class HttpsCertificate {
    private static final Logger log = LoggerFactory.getLogger(HttpsCertificate.class);
    private static final Duration FIRST_START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);

    private final PkiClient pki;
    private final Clock clock;
    private final List<String> hosts;
    private final Path file;
    private @Nullable Credential current;

    HttpsCertificate(PkiClient pki, FieldgateSettings settings, Clock clock) {
        this.pki = pki;
        this.clock = clock;
        Set<String> names = new LinkedHashSet<>();
        names.add(settings.publicHost().toLowerCase(Locale.ROOT));
        names.addAll(List.of("localhost", "127.0.0.1", "::1"));
        hosts = List.copyOf(names);
        file = settings.directory().resolve("https.pem");
    }

    /// What is in use; at the first call what is stored, or a new one.
    synchronized Credential current() throws IOException {
        Credential known = current;
        if (known != null) {
            return known;
        }
        Credential stored = usable(stored()).orElse(null);
        if (stored == null || !SubjectNames.of(stored.leaf()).equals(SubjectNames.of(hosts))) {
            stored = orderAtStart(stored);
        }
        current = stored;
        return stored;
    }

    /// Replaces the certificate if it is time, or if it names other hosts than it should.
    ///
    /// @return whether it was replaced
    synchronized boolean renewIfDue() throws IOException, PkiProblemException {
        Credential known = current;
        if (known == null
                || (clock.instant().isBefore(known.renewAt())
                        && SubjectNames.of(known.leaf()).equals(SubjectNames.of(hosts)))) {
            return false;
        }
        renew();
        return true;
    }

    /// Replaces the certificate and its key.
    synchronized void renew() throws IOException, PkiProblemException {
        current = order();
    }

    private Optional<Credential> stored() {
        try {
            return Credential.read(file);
        } catch (IOException e) {
            log.warn("The stored HTTPS certificate cannot be used; ordering a new one: {}", e + "");
            return Optional.empty();
        }
    }

    private Optional<Credential> usable(Optional<Credential> credential) {
        Instant now = clock.instant();
        return credential.filter(known -> now.isBefore(known.leaf().getNotAfter().toInstant()));
    }

    /// Waits for a PKI service that is just starting, unless there is something to begin with.
    private Credential orderAtStart(@Nullable Credential fallback) throws IOException {
        Instant deadline = clock.instant().plus(FIRST_START_PATIENCE);
        while (true) {
            try {
                return order();
            } catch (PkiProblemException e) {
                throw new IOException("The PKI service gives no HTTPS certificate: " + e.detail());
            } catch (IOException e) {
                if (fallback != null) {
                    log.warn(
                            "The HTTPS certificate is for another host, and the PKI service gives"
                                    + " no new one yet: {}",
                            e.toString());
                    return fallback;
                }
                if (!(e instanceof PkiUnavailableException) || clock.instant().isAfter(deadline)) {
                    throw new IOException(
                            "The portal cannot start without its first HTTPS certificate: "
                                    + e.getMessage(),
                            e);
                }
                log.info("Waiting for the PKI service: {}", e.toString());
                pause();
            }
        }
    }

    private Credential order() throws IOException, PkiProblemException {
        KeyPair pair = KeyPairs.generate();
        IssuedCertificate issued =
                pki.issue(null, new CertificateSubject.Portal(hosts), request(pair));
        Credential credential =
                new Credential(
                        pair.getPrivate(),
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

    private static void pause() throws IOException {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
