package io.fieldgate.portal.fleet;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.portal.certificate.Certificates;
import io.fieldgate.portal.certificate.NewProfile;
import io.fieldgate.portal.certificate.ProfileOrder;
import io.fieldgate.portal.shared.PublicAddress;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// The two ends of making a profile, each in a transaction of the caller's: what to order for a
/// node or client, and making what was ordered the one that counts.
@Component
class ProfileOrders {
    private final FleetRows rows;
    private final PeerChanges changes;
    private final Certificates certificates;
    private final PublicAddress address;
    private final RealSubnets subnets;

    ProfileOrders(
            FleetRows rows,
            PeerChanges changes,
            Certificates certificates,
            PublicAddress address,
            RealSubnets subnets) {
        this.rows = rows;
        this.changes = changes;
        this.certificates = certificates;
        this.address = address;
        this.subnets = subnets;
    }

    ProfileOrder of(UUID id, PeerKind kind, ProfileWish wish) {
        Peer peer = active(id, kind);
        SecureServer server = rows.server(peer.secureServerId());
        requireLetIn(server, wish.oldClient());
        return new ProfileOrder(
                peer.tenantId(),
                server.id(),
                id,
                kind,
                address.host(),
                server.port(),
                wish.oldClient(),
                wish.splitRoutes() && kind == PeerKind.CLIENT
                        ? subnets.halves(server.id())
                        : List.of());
    }

    /// From the end of this transaction on, the profile's certificate is the only one of its peer.
    ///
    /// @param verb what the audit log calls it
    void accept(ProfileOrder order, NewProfile profile, String verb) {
        changes.record(verb, enter(order, profile), detail(profile));
    }

    /// The same for somebody who is not signed in.
    void accept(ProfileOrder order, NewProfile profile, String actor, String verb) {
        changes.recordFor(actor, verb, enter(order, profile), detail(profile));
    }

    private Peer enter(ProfileOrder order, NewProfile profile) {
        UUID id = order.peerId();
        PeerKind kind = order.kind();
        SecureServer server = rows.lockServerOf(id, kind);
        if (server.port() != order.port()) {
            throw FleetRefusals.portMoved();
        }
        requireLetIn(server, order.oldClient());
        Peer peer = active(id, kind);
        certificates.acceptForPeer(peer.tenantId(), id, kind, profile.certificate());
        peer.changed(server.raiseRevision());
        changes.publish(server);
        return peer;
    }

    private static void requireLetIn(SecureServer server, boolean oldClient) {
        if (oldClient && !server.oldClients()) {
            throw FleetRefusals.oldClientsOff();
        }
    }

    private static String detail(NewProfile profile) {
        return "certificate " + profile.certificate().serial();
    }

    private Peer active(UUID id, PeerKind kind) {
        Peer peer = rows.peer(id, kind);
        if (peer.access() == PeerAccess.REVOKED) {
            throw FleetRefusals.revoked(FleetRows.word(kind));
        }
        return peer;
    }
}
