package io.fieldgate.portal.fleet;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.portal.shared.DisplayName;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/// A node or a client.
@Entity
@DynamicUpdate
@Table(name = "peer")
class Peer {
    @Id private UUID id;
    private UUID tenantId;
    private UUID secureServerId;

    @Enumerated(EnumType.STRING)
    private PeerKind kind;

    @Enumerated(EnumType.STRING)
    private @Nullable ClientKind clientKind;

    private String name;
    private String nameKey;
    private String description;
    private String label;
    private boolean splitRoutes;
    private int hostIndex;

    @Enumerated(EnumType.STRING)
    private PeerAccess access;

    private Instant accessChangedAt;
    private String accessReason;

    @SuppressWarnings("UnusedVariable") // written here, read in SQL: ActivationCodes
    private byte @Nullable [] activationCodeHash;

    @SuppressWarnings("UnusedVariable")
    private @Nullable Instant activationExpiresAt;

    private long revision;
    private @Nullable Instant connectedSince;
    private @Nullable Instant disconnectedAt;
    private Instant createdAt;
    private @Nullable Instant deletedAt;

    @SuppressWarnings("NullAway.Init")
    protected Peer() {}

    private Peer(
            SecureServer server,
            PeerKind kind,
            @Nullable ClientKind clientKind,
            DisplayName name,
            String label,
            String description,
            Instant now) {
        this.id = UUID.randomUUID();
        this.tenantId = server.tenantId();
        this.secureServerId = server.id();
        this.kind = kind;
        this.clientKind = clientKind;
        this.name = name.text();
        this.nameKey = name.key();
        this.description = description;
        this.label = label;
        this.hostIndex = server.takeHost();
        this.access = PeerAccess.ACTIVE;
        this.accessChangedAt = now;
        this.accessReason = "";
        this.revision = server.raiseRevision();
        this.createdAt = now;
    }

    /// A new node. The server's row was read for update.
    ///
    /// @param label its DNS label
    static Peer node(
            SecureServer server, DisplayName name, String label, String description, Instant now) {
        return new Peer(server, PeerKind.NODE, null, name, label, description, now);
    }

    /// A new client. The server's row was read for update.
    static Peer client(SecureServer server, DisplayName name, ClientKind kind, Instant now) {
        return new Peer(server, PeerKind.CLIENT, kind, name, "", "", now);
    }

    void activateWith(byte[] codeHash, Instant expiresAt) {
        this.activationCodeHash = codeHash;
        this.activationExpiresAt = expiresAt;
    }

    /// Ends its access for good.
    void revoke(String reason, long newRevision, Instant now) {
        this.access = PeerAccess.REVOKED;
        this.accessReason = reason;
        this.accessChangedAt = now;
        this.activationCodeHash = null;
        this.activationExpiresAt = null;
        this.revision = newRevision;
    }

    /// Whether each subnet is pushed to this client as its two halves.
    void splitRoutes(boolean on, long newRevision) {
        this.splitRoutes = on;
        this.revision = newRevision;
    }

    /// What the server must know of it changed: its certificates or subnets.
    void changed(long newRevision) {
        this.revision = newRevision;
    }

    PeerState state() {
        return switch (access) {
            case REVOKED -> PeerState.REVOKED;
            case DISABLED -> PeerState.DISABLED;
            case ACTIVE -> {
                if (connectedSince != null) {
                    yield PeerState.ONLINE;
                }
                yield disconnectedAt == null ? PeerState.PENDING : PeerState.OFFLINE;
            }
        };
    }

    @Nullable Instant since() {
        return switch (state()) {
            case PENDING -> null;
            case ONLINE -> connectedSince;
            case OFFLINE -> disconnectedAt;
            case DISABLED, REVOKED -> accessChangedAt;
        };
    }

    /// When it was seen last, now if it is connected; null if never.
    @Nullable Instant lastSeen(Instant now) {
        return connectedSince == null ? disconnectedAt : now;
    }

    /// Why it may not connect; null if it may.
    @Nullable String reason() {
        return access == PeerAccess.ACTIVE ? null : accessReason;
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

    PeerKind kind() {
        return kind;
    }

    @Nullable ClientKind clientKind() {
        return clientKind;
    }

    String name() {
        return name;
    }

    String nameKey() {
        return nameKey;
    }

    String description() {
        return description;
    }

    /// Its DNS label; empty for clients.
    String label() {
        return label;
    }

    boolean splitRoutes() {
        return splitRoutes;
    }

    int hostIndex() {
        return hostIndex;
    }

    PeerAccess access() {
        return access;
    }

    Instant createdAt() {
        return createdAt;
    }

    boolean deleted() {
        return deletedAt != null;
    }

    long revision() {
        return revision;
    }
}
