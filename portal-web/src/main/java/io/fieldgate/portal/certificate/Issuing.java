package io.fieldgate.portal.certificate;

import io.fieldgate.contract.pki.CertificateSubject;
import io.fieldgate.contract.pki.IssuedCertificate;
import io.fieldgate.portal.certificate.pki.PkiClient;
import io.fieldgate.portal.certificate.pki.PkiProblemException;
import io.fieldgate.portal.certificate.pki.PkiUnavailableException;
import io.fieldgate.portal.shared.RefusedException;
import java.io.IOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Orders certificates of a tenant, and puts what goes wrong into words. Never inside of a database
/// transaction: the PKI service may take its time.
@Component
class Issuing {
    private static final Logger log = LoggerFactory.getLogger(Issuing.class);

    private final PkiClient pki;

    Issuing(PkiClient pki) {
        this.pki = pki;
    }

    IssuedCertificate issue(UUID tenantId, CertificateSubject subject, String csr) {
        try {
            return pki.issue(tenantId, subject, csr);
        } catch (PkiUnavailableException e) {
            log.warn("No certificate from the PKI service: {}", e.toString());
            throw unavailable(
                    "Certificates can't be issued right now. Try again in a minute. Tunnels that"
                            + " are up are not affected. The reason: "
                            + e.getMessage());
        } catch (IOException e) {
            log.warn("No certificate from the PKI service", e);
            throw unavailable(
                    "The portal cannot use its own files, so certificates can't be issued right"
                            + " now. The reason is in the portal's log. Tunnels that are up are not"
                            + " affected.");
        } catch (PkiProblemException e) {
            if (e.is("csr-refused")) {
                throw RefusedException.invalid("csr", e.detail());
            }
            log.warn("The PKI service refused an order: {}", e.detail());
            throw unavailable(
                    "The PKI service refused, so certificates can't be issued right now. It says: "
                            + e.detail());
        }
    }

    private static RefusedException unavailable(String detail) {
        return RefusedException.unavailable(
                "certificates-unavailable", "Certificates can't be issued right now", detail);
    }
}
