package io.fieldgate.portal.fleet;

import io.fieldgate.contract.PeerKind;
import jakarta.persistence.EntityManager;
import org.springframework.stereotype.Component;

/// What follows when a node or client is revoked: its subnets are in force no more, and nobody has
/// its site selected.
@Component
class Withdrawals {
    private final EntityManager entities;
    private final SubnetKeeper keeper;
    private final SelectionKeeper selections;

    Withdrawals(EntityManager entities, SubnetKeeper keeper, SelectionKeeper selections) {
        this.entities = entities;
        this.keeper = keeper;
        this.selections = selections;
    }

    /// @param server locked
    /// @param peer revoked already
    void withdraw(SecureServer server, Peer peer) {
        if (peer.kind() == PeerKind.NODE) {
            entities.flush();
            selections.forget(peer.id(), server::raiseRevision);
            keeper.settle(server.facts(), null, server::raiseRevision);
        }
    }
}
