package io.fieldgate.pki.ca;

import io.fieldgate.contract.ContractJson;
import io.fieldgate.contract.pki.CertificateOrder;
import io.fieldgate.contract.pki.IssuedCertificate;
import io.fieldgate.contract.pki.PortalBootstrap;
import io.fieldgate.contract.pki.Revocation;
import io.fieldgate.contract.pki.TenantCa;
import io.fieldgate.pki.RefusedException;
import io.fieldgate.pki.RefusedException.Reason;
import io.fieldgate.pki.csr.CsrReview;
import io.fieldgate.pki.csr.ReviewedCsr;
import io.fieldgate.pki.key.KeyVault;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;

/// The certification authority: everything that may be asked of it.
///
/// Safe for use by several threads; one call at a time changes anything. Refusals are
/// [RefusedException]; an [IOException] is a disk or key-store fault, after which the same call may
/// be repeated.
public final class CertificationAuthority implements AutoCloseable {
    private static final long LOCK_SECONDS = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Ledger ledger;
    private final Authorities authorities;
    private final Issuance issuance;
    private final Revocations revocations;
    private final PortalBinding portal;

    private CertificationAuthority(
            Ledger ledger, KeyVault vault, InstantSource clock, SecureRandom random) {
        this.ledger = ledger;
        issuance = new Issuance(ledger, clock, random);
        authorities = new Authorities(ledger, vault, issuance, clock);
        revocations = new Revocations(ledger, authorities, clock);
        portal = new PortalBinding(ledger, authorities, issuance, clock);
    }

    /// Opens the authority; makes root and platform CA at the first start.
    ///
    /// @throws IOException in words for the operator, when journal or keys are damaged
    public static CertificationAuthority open(
            Path journal, KeyVault vault, InstantSource clock, SecureRandom random)
            throws IOException, RefusedException {
        Ledger ledger = new Ledger(journal);
        try {
            CertificationAuthority authority =
                    new CertificationAuthority(ledger, vault, clock, random);
            authority.authorities.establish();
            return authority;
        } catch (IOException | RefusedException | RuntimeException e) {
            ledger.close();
            throw e;
        }
    }

    /// The root CA certificate in PEM.
    public String root() throws IOException, RefusedException {
        return locked(() -> authorities.root().pem());
    }

    public IssuedCertificate issue(CertificateOrder order) throws IOException, RefusedException {
        Uuids.parse(order.orderId(), "orderId");
        LeafProfiles.Leaf leaf = LeafProfiles.of(order.subject());
        ReviewedCsr csr = review(order.csr());
        String content = ContractJson.MAPPER.writeValueAsString(order.subject());
        return locked(() -> {
            Authority issuer = authorities.find(leaf.issuer());
            return describe(
                    issuer,
                    issuance.issue(
                            new Issuance.Order(
                                    order.orderId(),
                                    content,
                                    issuer.name(),
                                    issuer.identity(),
                                    issuer.key(),
                                    leaf.profile(),
                                    csr.publicKey())));
        });
    }

    /// A certificate (serverAuth, platform CA) for this service itself.
    public IssuedCertificate issueForService(PublicKey key, List<String> hosts)
            throws IOException, RefusedException {
        CertificateProfile profile = LeafProfiles.service(hosts);
        return locked(() -> {
            Authority issuer = authorities.find(AuthorityNames.PLATFORM);
            return describe(
                    issuer,
                    issuance.issue(
                            new Issuance.Order(
                                    "service:" + UUID.randomUUID(),
                                    "service",
                                    issuer.name(),
                                    issuer.identity(),
                                    issuer.key(),
                                    profile,
                                    SubjectPublicKeyInfo.getInstance(key.getEncoded()))));
        });
    }

    public TenantCa ensureTenantCa(String tenantId) throws IOException, RefusedException {
        return locked(() -> describe(tenantId, authorities.ensureTenant(tenantId)));
    }

    public TenantCa tenantCa(String tenantId) throws IOException, RefusedException {
        String name = AuthorityNames.tenant(tenantId);
        return locked(() -> describe(tenantId, authorities.find(name)));
    }

    /// Destroys the key of the tenant's CA; a tenant without one stays as it is.
    public void destroyTenantCa(String tenantId) throws IOException, RefusedException {
        locked(() -> {
            authorities.destroyTenant(tenantId);
            return true;
        });
    }

    public void revoke(String tenantId, Revocation revocation)
            throws IOException, RefusedException {
        locked(() -> {
            revocations.revoke(tenantId, revocation);
            return true;
        });
    }

    /// The tenant's newest revocation list, DER.
    public byte[] crl(String tenantId) throws IOException, RefusedException {
        return locked(() -> revocations.list(tenantId));
    }

    /// @param expectedSecret what the launcher wrote for this service; empty if nothing
    public IssuedCertificate bootstrapPortal(PortalBootstrap bootstrap, String expectedSecret)
            throws IOException, RefusedException {
        ReviewedCsr csr = review(bootstrap.csr());
        return locked(() ->
                describe(
                        authorities.find(AuthorityNames.PLATFORM),
                        portal.bootstrap(bootstrap.secret(), expectedSecret, csr)));
    }

    /// The caller has been recognised as the portal by [#isPortal].
    public IssuedCertificate renewPortalIdentity(@Nullable String pem)
            throws IOException, RefusedException {
        ReviewedCsr csr = review(pem);
        return locked(() -> describe(authorities.find(AuthorityNames.PLATFORM), portal.renew(csr)));
    }

    /// Whether a certificate, whose chain and possession TLS has checked, is the portal's.
    ///
    /// @param certificate DER
    public boolean isPortal(byte[] certificate) throws IOException, RefusedException {
        X509CertificateHolder holder = new X509CertificateHolder(certificate);
        return locked(() -> portal.isPortal(holder));
    }

    @Override
    public void close() throws IOException {
        ledger.close();
    }

    private static ReviewedCsr review(@Nullable String csr) throws RefusedException {
        if (csr == null) {
            throw new RefusedException(Reason.INVALID, "There is no \"csr\".");
        }
        return CsrReview.review(csr);
    }

    private IssuedCertificate describe(Authority issuer, X509CertificateHolder certificate)
            throws IOException, RefusedException {
        return new IssuedCertificate(
                certificate.getSerialNumber().toString(16),
                Sha256.hex(certificate.getSubjectPublicKeyInfo().getEncoded()),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                Pem.of(certificate),
                issuer.pem(),
                authorities.root().pem());
    }

    private TenantCa describe(String tenantId, Authority authority)
            throws IOException, RefusedException {
        return new TenantCa(tenantId, authority.pem(), authorities.root().pem());
    }

    private interface Work<T> {
        T run() throws IOException, RefusedException;
    }

    private <T> T locked(Work<T> work) throws IOException, RefusedException {
        try {
            if (!lock.tryLock(LOCK_SECONDS, TimeUnit.SECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return work.run();
        } finally {
            lock.unlock();
        }
    }

    private static RefusedException busy() {
        return new RefusedException(
                Reason.BUSY, "The PKI service has too much to do. Try again in a few seconds.");
    }
}
