package io.fieldgate.portal.certificate;

import io.fieldgate.portal.certificate.pki.PkiClient;
import io.fieldgate.portal.certificate.pki.PkiProblemException;
import io.fieldgate.portal.shared.Scope;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// Carries revocations to the PKI service until it has them. What cuts a tunnel is the allowlist;
/// the revocation list follows, when the PKI service is there.
@Component
class RevocationPublisher {
    private static final Logger log = LoggerFactory.getLogger(RevocationPublisher.class);
    private static final int BATCH = 100;

    private final CertificateRows rows;
    private final PkiClient pki;
    private final TransactionTemplate transactions;
    private final Clock clock;

    RevocationPublisher(
            CertificateRows rows, PkiClient pki, TransactionTemplate transactions, Clock clock) {
        this.rows = rows;
        this.pki = pki;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = 5, initialDelay = 5, timeUnit = TimeUnit.SECONDS)
    void publishPending() {
        Scope.operator().run(this::publish);
    }

    private void publish() {
        try {
            List<CertificateRows.Unpublished> pending =
                    transactions.execute(_ -> rows.unpublished(BATCH));
            for (CertificateRows.Unpublished each : Objects.requireNonNull(pending)) {
                publish(each);
            }
        } catch (IOException e) {
            log.warn("Revocations wait for the PKI service: {}", e.toString());
        } catch (DataAccessException | TransactionException e) {
            log.warn("Revocations wait for the database: {}", e.toString());
        }
    }

    private void publish(CertificateRows.Unpublished each) throws IOException {
        try {
            pki.revoke(each.tenantId(), each.revocation());
        } catch (PkiProblemException e) {
            // gone: the whole CA, and with it every certificate that it issued
            if (!e.is("gone")) {
                log.error(
                        "The PKI service refuses to revoke certificate {}: {}",
                        each.revocation().serial(),
                        e.detail());
                if (!e.is("not-found")) {
                    return;
                }
                // a PKI service from an older backup: it cannot list what it does not know
            }
        }
        transactions.executeWithoutResult(_ ->
                rows.published(
                        each.revocation().serial(),
                        clock.instant().truncatedTo(ChronoUnit.MICROS)));
    }
}
