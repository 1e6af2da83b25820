package io.fieldgate.pki.ca;

import io.fieldgate.contract.pki.Revocation;
import io.fieldgate.pki.RefusedException;
import io.fieldgate.pki.RefusedException.Reason;
import io.fieldgate.pki.crl.RevocationList;
import io.fieldgate.pki.journal.JournalEntry;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509CRLHolder;
import org.jspecify.annotations.Nullable;

/// Enters certificates into their tenant's revocation list, and publishes it.
///
/// Revocations are kept for ever; the list leaves out certificates that have ended by themselves.
final class Revocations {
    private static final Pattern SERIAL = Pattern.compile("[1-9a-f][0-9a-f]{0,39}");
    private static final Duration REPUBLISH_AFTER = Duration.ofHours(1);
    private static final Duration VALID_FOR = Duration.ofDays(7);

    private final Ledger ledger;
    private final Authorities authorities;
    private final InstantSource clock;
    private final Map<String, Published> published = new HashMap<>();

    private record Published(X509CRLHolder crl, Instant at) {}

    Revocations(Ledger ledger, Authorities authorities, InstantSource clock) {
        this.ledger = ledger;
        this.authorities = authorities;
        this.clock = clock;
    }

    void revoke(String tenantId, Revocation revocation) throws IOException, RefusedException {
        Authority authority = authorities.find(AuthorityNames.tenant(tenantId));
        if (revocation.reason() == null) {
            throw new RefusedException(Reason.INVALID, "The revocation has no \"reason\".");
        }
        BigInteger serial = parse(revocation.serial());
        Ledger.Certificate certificate = ledger.certificate(serial).orElse(null);
        if (certificate == null || !certificate.issuer().equals(authority.name())) {
            throw new RefusedException(
                    Reason.NOT_FOUND, "This tenant has no certificate with this serial number.");
        }
        if (!ledger.revoked(authority.name()).containsKey(serial)) {
            ledger.record(
                    new JournalEntry.Revoked(
                            clock.instant(),
                            authority.name(),
                            serial.toString(16),
                            revocation.reason()));
            published.remove(authority.name());
        }
    }

    /// The newest list, in DER; made anew after a revocation and after an hour.
    byte[] list(String tenantId) throws IOException, RefusedException {
        Authority authority = authorities.find(AuthorityNames.tenant(tenantId));
        Instant now = clock.instant();
        Published last = published.get(authority.name());
        if (last == null
                || now.isBefore(last.at())
                || last.at().plus(REPUBLISH_AFTER).isBefore(now)) {
            last = new Published(publish(authority, now), now);
            published.put(authority.name(), last);
        }
        return last.crl().getEncoded();
    }

    private X509CRLHolder publish(Authority authority, Instant now) throws IOException {
        List<RevocationList.Entry> entries = new ArrayList<>();
        for (Map.Entry<BigInteger, JournalEntry.Revoked> revoked :
                ledger.revoked(authority.name()).entrySet()) {
            Ledger.Certificate certificate =
                    ledger.certificate(revoked.getKey())
                            .orElseThrow(() -> new IllegalStateException("revoked, never issued"));
            if (certificate.notAfter().isAfter(now)) {
                entries.add(
                        new RevocationList.Entry(
                                revoked.getKey(),
                                revoked.getValue().at(),
                                code(revoked.getValue().reason())));
            }
        }
        long number = ledger.lastCrlNumber(authority.name()) + 1;
        ledger.record(new JournalEntry.CrlNumbered(now, authority.name(), number));
        return RevocationList.sign(
                authority.certificate(),
                authority.key(),
                new RevocationList.Content(
                        BigInteger.valueOf(number), now, now.plus(VALID_FOR), entries));
    }

    private static int code(Revocation.Reason reason) {
        return switch (reason) {
            case UNSPECIFIED -> CRLReason.unspecified;
            case KEY_COMPROMISE -> CRLReason.keyCompromise;
            case SUPERSEDED -> CRLReason.superseded;
            case CESSATION_OF_OPERATION -> CRLReason.cessationOfOperation;
        };
    }

    private static BigInteger parse(@Nullable String serial) throws RefusedException {
        if (serial == null || !SERIAL.matcher(serial).matches()) {
            throw new RefusedException(
                    Reason.INVALID, "The \"serial\" must be lower-case hex without leading zeros.");
        }
        return new BigInteger(serial, 16);
    }
}
