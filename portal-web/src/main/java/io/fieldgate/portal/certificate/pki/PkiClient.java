package io.fieldgate.portal.certificate.pki;

import io.fieldgate.contract.pki.CertificateOrder;
import io.fieldgate.contract.pki.CertificateSubject;
import io.fieldgate.contract.pki.IssuedCertificate;
import io.fieldgate.contract.pki.Revocation;
import io.fieldgate.contract.pki.TenantCa;
import io.fieldgate.portal.shared.FieldgateSettings;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// What the portal asks of the PKI service. Connects at the first call, not before.
///
/// Every call may fail with an [IOException], mostly [PkiUnavailableException], or be refused with
/// a [PkiProblemException].
@Component
public class PkiClient {
    private static final Logger log = LoggerFactory.getLogger(PkiClient.class);
    private static final long LOCK_SECONDS = 20;

    private final PortalIdentity identity;
    private final URI url;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Line line;

    /// The connection and the identity that it shows.
    private record Line(PkiConnection connection, Credential credential) {}

    public PkiClient(FieldgateSettings settings, Clock clock) {
        identity = new PortalIdentity(settings);
        url = settings.pkiUrl();
        this.clock = clock;
    }

    /// Orders a certificate; makes the tenant's issuing CA first when it is the tenant's first.
    ///
    /// @param tenantId null when the platform CA issues it
    public IssuedCertificate issue(@Nullable UUID tenantId, CertificateSubject subject, String csr)
            throws IOException, PkiProblemException {
        CertificateOrder order = new CertificateOrder(UUID.randomUUID().toString(), subject, csr);
        PkiConnection connection = line().connection();
        try {
            return connection.post("/v1/certificates", order, IssuedCertificate.class);
        } catch (PkiProblemException e) {
            if (tenantId == null || !e.is("not-found")) {
                throw e;
            }
            connection.put(tenant(tenantId) + "/ca", TenantCa.class);
            return connection.post("/v1/certificates", order, IssuedCertificate.class);
        }
    }

    /// Enters a certificate into the tenant's revocation list. Doing it again changes nothing.
    public void revoke(UUID tenantId, Revocation revocation)
            throws IOException, PkiProblemException {
        line().connection().post(tenant(tenantId) + "/revocations", revocation);
    }

    /// The root CA certificate.
    public X509Certificate root() throws IOException {
        return identity.root();
    }

    /// Looks once an hour whether the portal's identity is to be renewed.
    @Scheduled(fixedDelay = 60, initialDelay = 1, timeUnit = TimeUnit.MINUTES)
    public void renewIdentityIfDue() {
        Line present = line;
        if (present == null || clock.instant().isBefore(present.credential().renewAt())) {
            return;
        }
        try {
            replace(identity.renew(present.connection()));
            log.info("The portal's identity towards the PKI service was renewed");
        } catch (IOException | PkiProblemException e) {
            log.error("The portal's identity could not be renewed; trying again in an hour", e);
        }
    }

    @PreDestroy
    void close() {
        Line present = line;
        if (present != null) {
            present.connection().close();
        }
    }

    private Line line() throws IOException, PkiProblemException {
        Line present = line;
        if (present != null) {
            return present;
        }
        try {
            if (!lock.tryLock(LOCK_SECONDS, TimeUnit.SECONDS)) {
                throw new PkiUnavailableException("The PKI service does not answer.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PkiUnavailableException("interrupted", e);
        }
        try {
            present = line;
            return present != null ? present : replace(identity.obtain());
        } finally {
            lock.unlock();
        }
    }

    /// The connection before is left to the calls that are under way; it ends with them.
    private Line replace(Credential credential) throws IOException {
        Line fresh = new Line(new PkiConnection(url, identity.root(), credential), credential);
        line = fresh;
        return fresh;
    }

    private static String tenant(UUID tenantId) {
        return "/v1/tenants/" + tenantId;
    }
}
