package io.fieldgate.pki.ca;

import io.fieldgate.pki.RefusedException;
import io.fieldgate.pki.RefusedException.Reason;
import io.fieldgate.pki.csr.ReviewedCsr;
import io.fieldgate.pki.journal.JournalEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Date;
import java.util.UUID;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;

/// Who the portal is: the holder of the key that came with the one-time secret.
final class PortalBinding {
    private static final int SECRET_CHARACTERS_MIN = 32;

    private final Ledger ledger;
    private final Authorities authorities;
    private final Issuance issuance;
    private final InstantSource clock;

    PortalBinding(Ledger ledger, Authorities authorities, Issuance issuance, InstantSource clock) {
        this.ledger = ledger;
        this.authorities = authorities;
        this.issuance = issuance;
        this.clock = clock;
    }

    /// Uses up the secret and binds the portal's key. The same secret with the same key gives the
    /// same certificate again, so that a lost answer does not lock the portal out.
    ///
    /// @param expected the secret as the launcher wrote it; empty if there is none
    X509CertificateHolder bootstrap(@Nullable String secret, String expected, ReviewedCsr csr)
            throws IOException, RefusedException {
        if (secret == null
                || expected.length() < SECRET_CHARACTERS_MIN
                || !MessageDigest.isEqual(
                        secret.getBytes(StandardCharsets.UTF_8),
                        expected.getBytes(StandardCharsets.UTF_8))) {
            throw new RefusedException(
                    Reason.NOT_ALLOWED, "This is not the bootstrap secret of this PKI service.");
        }
        String secretSha256 = Sha256.hex("bootstrap secret\n" + expected);
        String key = Sha256.hex(csr.publicKey().getEncoded());
        if (!ledger.isUsedSecret(secretSha256)) {
            ledger.record(new JournalEntry.PortalBound(clock.instant(), secretSha256, key));
        } else if (!ledger.isNewestPortalKey(key)) {
            throw new RefusedException(
                    Reason.NOT_ALLOWED,
                    "The bootstrap secret was used before. If the portal lost its key, stop"
                            + " Fieldgate and put a new secret in place for both services.");
        }
        return issue("portal-identity:" + secretSha256 + ":" + key, csr);
    }

    /// A new certificate for the portal, for its old key or a new one.
    X509CertificateHolder renew(ReviewedCsr csr) throws IOException, RefusedException {
        String key = Sha256.hex(csr.publicKey().getEncoded());
        if (!ledger.isNewestPortalKey(key)) {
            ledger.record(new JournalEntry.PortalBound(clock.instant(), null, key));
        }
        return issue("portal-identity:" + UUID.randomUUID(), csr);
    }

    /// Whether this is a certificate of the portal: issued by us as such, for a bound key, valid.
    boolean isPortal(X509CertificateHolder certificate) throws IOException, RefusedException {
        Authority platform = authorities.find(AuthorityNames.PLATFORM);
        return ledger.certificate(certificate.getSerialNumber())
                        .filter(known -> known.issuer().equals(AuthorityNames.PLATFORM))
                        .isPresent()
                && platform.certificate().getSubject().equals(certificate.getIssuer())
                && ledger.isPortalKey(
                        Sha256.hex(certificate.getSubjectPublicKeyInfo().getEncoded()))
                && certificate.isValidOn(Date.from(clock.instant()));
    }

    private X509CertificateHolder issue(String orderId, ReviewedCsr csr)
            throws IOException, RefusedException {
        Authority platform = authorities.find(AuthorityNames.PLATFORM);
        return issuance.issue(
                new Issuance.Order(
                        orderId,
                        "portal-identity",
                        platform.name(),
                        platform.identity(),
                        platform.key(),
                        LeafProfiles.portalIdentity(),
                        csr.publicKey()));
    }
}
