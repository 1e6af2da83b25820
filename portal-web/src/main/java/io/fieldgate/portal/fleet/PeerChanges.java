package io.fieldgate.portal.fleet;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.portal.audit.AuditEvent;
import io.fieldgate.portal.audit.AuditLog;
import io.fieldgate.portal.shared.DisplayName;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.Uniqueness;
import jakarta.persistence.EntityManager;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/// What is common to all changes of nodes and clients.
@Component
class PeerChanges {
    private final PeerRepository peers;
    private final EntityManager entities;
    private final AuditLog audit;
    private final ApplicationEventPublisher events;

    PeerChanges(
            PeerRepository peers,
            EntityManager entities,
            AuditLog audit,
            ApplicationEventPublisher events) {
        this.peers = peers;
        this.entities = entities;
        this.audit = audit;
        this.events = events;
    }

    /// Refuses a name that another peer of this kind has.
    void requireFreeName(SecureServer server, PeerKind kind, DisplayName name) {
        if (peers.nameTaken(server.id(), kind, name.key())) {
            throw taken(kind, name.text());
        }
    }

    /// Stores a new peer.
    void store(SecureServer server, Peer peer) {
        entities.persist(peer);
        Uniqueness.flush(entities, () -> taken(peer.kind(), peer.name()));
        record("create", peer, "");
        publish(server);
    }

    void record(String verb, Peer peer, String detail) {
        audit.record(event(verb, peer, detail));
    }

    /// Records what somebody did who is not signed in.
    void recordFor(String actor, String verb, Peer peer, String detail) {
        audit.record(actor, event(verb, peer, detail));
    }

    /// Tells that the server's revision rose.
    void publish(SecureServer server) {
        events.publishEvent(new SecureServerChanged(server.id(), server.revision()));
    }

    void publish(PeerRevoked event) {
        events.publishEvent(event);
    }

    private static AuditEvent event(String verb, Peer peer, String detail) {
        String kind = FleetRows.word(peer.kind());
        return new AuditEvent(
                kind + "." + verb, peer.tenantId(), kind, peer.id(), peer.name(), detail);
    }

    private static RefusedException taken(PeerKind kind, String name) {
        return RefusedException.nameTaken(FleetRows.word(kind), name);
    }
}
