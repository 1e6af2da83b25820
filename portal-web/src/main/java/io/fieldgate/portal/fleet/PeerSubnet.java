package io.fieldgate.portal.fleet;

import io.fieldgate.contract.control.SubnetSource;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/// A subnet behind a node, as an admin or the node itself named it.
@Entity
@Table(name = "peer_subnet")
class PeerSubnet {
    @Id private UUID id;
    private UUID tenantId;
    private UUID secureServerId;
    private UUID peerId;
    private String prefix;

    @Enumerated(EnumType.STRING)
    private SubnetSource source;

    @Enumerated(EnumType.STRING)
    private SubnetState state;

    private String reason;
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected PeerSubnet() {}

    private PeerSubnet(Peer node, String prefix, SubnetSource source, String reason, Instant now) {
        this.id = UUID.randomUUID();
        this.tenantId = node.tenantId();
        this.secureServerId = node.secureServerId();
        this.peerId = node.id();
        this.prefix = prefix;
        this.source = source;
        this.state = reason.isEmpty() ? SubnetState.ACTIVE : SubnetState.REFUSED;
        this.reason = reason;
        this.createdAt = now;
    }

    static PeerSubnet inForce(Peer node, Cidr prefix, SubnetSource source, Instant now) {
        return new PeerSubnet(node, prefix.toString(), source, "", now);
    }

    /// A subnet that a node announced and that cannot be in force.
    static PeerSubnet refused(Peer node, String prefix, String reason, Instant now) {
        return new PeerSubnet(node, prefix, SubnetSource.ANNOUNCED, reason, now);
    }

    UUID id() {
        return id;
    }

    UUID tenantId() {
        return tenantId;
    }

    UUID secureServerId() {
        return secureServerId;
    }

    Instant createdAt() {
        return createdAt;
    }

    UUID peerId() {
        return peerId;
    }

    String prefix() {
        return prefix;
    }

    SubnetSource source() {
        return source;
    }

    boolean active() {
        return state == SubnetState.ACTIVE;
    }

    SubnetView view() {
        return new SubnetView(prefix, source, state, reason.isEmpty() ? null : reason);
    }
}
