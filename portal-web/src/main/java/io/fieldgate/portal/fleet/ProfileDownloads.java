package io.fieldgate.portal.fleet;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.portal.certificate.Certificates;
import io.fieldgate.portal.certificate.NewProfile;
import io.fieldgate.portal.certificate.ProfileOrder;
import io.fieldgate.portal.certificate.Profiles;
import io.fieldgate.portal.shared.PublicAddress;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// Makes the profile of a node or client. Each download has a key and certificate of its own; from
/// then on those of the download before are worth nothing.
///
/// The PKI service is asked between two transactions, so that none waits for it.
@Service
public class ProfileDownloads {
    private final FleetRows rows;
    private final PeerChanges changes;
    private final Profiles profiles;
    private final Certificates certificates;
    private final PublicAddress address;
    private final TransactionTemplate transactions;

    ProfileDownloads(
            FleetRows rows,
            PeerChanges changes,
            Profiles profiles,
            Certificates certificates,
            PublicAddress address,
            TransactionTemplate transactions) {
        this.rows = rows;
        this.changes = changes;
        this.profiles = profiles;
        this.certificates = certificates;
        this.address = address;
        this.transactions = transactions;
    }

    /// A new profile of a node.
    @Transactional(propagation = Propagation.NEVER)
    public ProfileDownload forNode(UUID id) {
        return make(id, PeerKind.NODE);
    }

    /// A new profile of a client.
    @Transactional(propagation = Propagation.NEVER)
    public ProfileDownload forClient(UUID id) {
        return make(id, PeerKind.CLIENT);
    }

    private ProfileDownload make(UUID id, PeerKind kind) {
        ProfileOrder order =
                Objects.requireNonNull(transactions.execute(_ -> order(id, kind)), "an order");
        NewProfile profile = profiles.make(order);
        transactions.executeWithoutResult(_ -> accept(order, profile));
        return new ProfileDownload(FleetRows.word(kind) + "-" + id + ".ovpn", profile.text());
    }

    private ProfileOrder order(UUID id, PeerKind kind) {
        Peer peer = active(id, kind);
        SecureServer server = rows.server(peer.secureServerId());
        return new ProfileOrder(
                peer.tenantId(), server.id(), id, kind, address.host(), server.port());
    }

    private void accept(ProfileOrder order, NewProfile profile) {
        UUID id = order.peerId();
        PeerKind kind = order.kind();
        SecureServer server = rows.lockServerOf(id, kind);
        if (server.port() != order.port()) {
            throw FleetRefusals.portMoved();
        }
        Peer peer = active(id, kind);
        certificates.acceptForPeer(peer.tenantId(), id, kind, profile.certificate());
        peer.changed(server.raiseRevision());
        changes.record("profile", peer, "certificate " + profile.certificate().serial());
        changes.publish(server);
    }

    private Peer active(UUID id, PeerKind kind) {
        Peer peer = rows.peer(id, kind);
        if (peer.access() == PeerAccess.REVOKED) {
            throw FleetRefusals.revoked(FleetRows.word(kind));
        }
        return peer;
    }
}
