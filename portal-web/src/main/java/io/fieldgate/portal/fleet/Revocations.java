package io.fieldgate.portal.fleet;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.pki.Revocation;
import io.fieldgate.portal.certificate.Certificates;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.Texts;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Ends the access of nodes and clients for good. Runs in its caller's transaction.
///
/// The new state cuts the tunnel: its certificates are accepted no more. The revocation list
/// follows.
@Component
class Revocations {
    static final int MAX_REASON = 500;

    private final FleetRows rows;
    private final PeerChanges changes;
    private final Certificates certificates;
    private final Withdrawals withdrawals;
    private final PickLinkTable pickLinks;
    private final Clock clock;

    Revocations(
            FleetRows rows,
            PeerChanges changes,
            Certificates certificates,
            Withdrawals withdrawals,
            PickLinkTable pickLinks,
            Clock clock) {
        this.rows = rows;
        this.changes = changes;
        this.certificates = certificates;
        this.withdrawals = withdrawals;
        this.pickLinks = pickLinks;
        this.clock = clock;
    }

    /// Revokes a peer. Doing it again changes nothing.
    Peer revoke(UUID id, PeerKind kind, @Nullable String rawReason) {
        String reason = Texts.parse("reason", rawReason, MAX_REASON);
        if (reason.isEmpty()) {
            throw RefusedException.invalid("reason", "Say why it is revoked: 1 to 500 characters.");
        }
        SecureServer server = rows.lockServerOf(id, kind);
        Peer peer = rows.peer(id, kind);
        if (peer.access() == PeerAccess.REVOKED) {
            return peer;
        }
        peer.revoke(reason, server.raiseRevision(), clock.instant().truncatedTo(ChronoUnit.MICROS));
        withdrawals.withdraw(server, peer);
        pickLinks.remove(id);
        certificates.revokePeer(id, Revocation.Reason.UNSPECIFIED);
        changes.record("revoke", peer, reason);
        changes.publish(server);
        changes.publish(new PeerRevoked(peer.tenantId(), server.id(), id, kind));
        return peer;
    }
}
