package io.fieldgate.pki.ca;

import io.fieldgate.pki.journal.Journal;
import io.fieldgate.pki.journal.JournalEntry;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What follows from the journal so far. Certificates stay on the disk; here is where they stand.
///
/// Owned by the lock of [CertificationAuthority].
final class Ledger implements AutoCloseable {
    /// How many of the portal's newest keys are accepted: the present one, and the one before it,
    /// so that a renewal whose answer was lost can be repeated.
    private static final int PORTAL_KEYS = 2;

    private final Journal journal;
    private final Map<String, Order> orders = new HashMap<>();
    private final Set<BigInteger> serials = new HashSet<>();
    private final Map<BigInteger, Certificate> certificates = new HashMap<>();
    private final Map<String, NavigableMap<BigInteger, JournalEntry.Revoked>> revoked =
            new HashMap<>();
    private final Map<String, Long> crlNumbers = new HashMap<>();
    private final Set<String> destroyed = new HashSet<>();
    private final Set<String> usedSecrets = new HashSet<>();
    private final List<String> portalKeys = new ArrayList<>();

    /// @param issuedAt position of the `issued` entry, or -1 while the certificate is not signed
    record Order(String contentSha256, BigInteger serial, long orderedAt, long issuedAt) {
        boolean isIssued() {
            return issuedAt >= 0;
        }
    }

    record Certificate(String issuer, Instant notAfter) {}

    Ledger(Path file) throws IOException {
        journal = Journal.open(file, this::apply);
    }

    /// Durable when this returns.
    void record(JournalEntry entry) throws IOException {
        apply(journal.append(entry), entry);
    }

    Optional<Order> order(String orderId) {
        return Optional.ofNullable(orders.get(orderId));
    }

    JournalEntry.Ordered ordered(Order order) throws IOException {
        if (journal.read(order.orderedAt()) instanceof JournalEntry.Ordered entry) {
            return entry;
        }
        throw new IOException("The journal was changed while the PKI service ran.");
    }

    JournalEntry.Issued issued(Order order) throws IOException {
        if (journal.read(order.issuedAt()) instanceof JournalEntry.Issued entry) {
            return entry;
        }
        throw new IOException("The journal was changed while the PKI service ran.");
    }

    boolean isUsed(BigInteger serial) {
        return serials.contains(serial);
    }

    Optional<Certificate> certificate(BigInteger serial) {
        return Optional.ofNullable(certificates.get(serial));
    }

    /// All that an issuer ever revoked, by serial.
    NavigableMap<BigInteger, JournalEntry.Revoked> revoked(String issuer) {
        return revoked.getOrDefault(issuer, new TreeMap<>());
    }

    long lastCrlNumber(String issuer) {
        return crlNumbers.getOrDefault(issuer, 0L);
    }

    Set<String> destroyedAuthorities() {
        return Set.copyOf(destroyed);
    }

    boolean isDestroyed(String authority) {
        return destroyed.contains(authority);
    }

    boolean isUsedSecret(String secretSha256) {
        return usedSecrets.contains(secretSha256);
    }

    boolean isPortalKey(String spkiSha256) {
        return portalKeys.contains(spkiSha256);
    }

    boolean isNewestPortalKey(String spkiSha256) {
        return !portalKeys.isEmpty() && portalKeys.getLast().equals(spkiSha256);
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }

    private void apply(long position, JournalEntry entry) {
        switch (entry) {
            case JournalEntry.Ordered ordered -> {
                BigInteger serial = new BigInteger(ordered.serial(), 16);
                serials.add(serial);
                orders.put(
                        ordered.orderId(),
                        new Order(ordered.contentSha256(), serial, position, -1));
            }
            case JournalEntry.Issued issued -> {
                BigInteger serial = new BigInteger(issued.serial(), 16);
                certificates.put(serial, new Certificate(issued.issuer(), issued.notAfter()));
                orders.computeIfPresent(
                        issued.orderId(),
                        (_, order) ->
                                new Order(
                                        order.contentSha256(),
                                        order.serial(),
                                        order.orderedAt(),
                                        position));
            }
            case JournalEntry.Revoked revocation ->
                    revoked.computeIfAbsent(revocation.issuer(), _ -> new TreeMap<>())
                            .putIfAbsent(new BigInteger(revocation.serial(), 16), revocation);
            case JournalEntry.CrlNumbered crl -> crlNumbers.put(crl.issuer(), crl.number());
            case JournalEntry.AuthorityDestroyed end -> destroyed.add(end.issuer());
            case JournalEntry.PortalBound bound -> bind(bound);
        }
    }

    private void bind(JournalEntry.PortalBound bound) {
        if (bound.secretSha256() != null) {
            // a bootstrap makes a new portal: keys from before count no more
            usedSecrets.add(bound.secretSha256());
            portalKeys.clear();
        }
        portalKeys.remove(bound.spkiSha256());
        portalKeys.add(bound.spkiSha256());
        while (portalKeys.size() > PORTAL_KEYS) {
            portalKeys.removeFirst();
        }
    }
}
