package io.fieldgate.portal.fleet;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.portal.shared.DisplayName;
import io.fieldgate.portal.shared.DnsLabel;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import io.fieldgate.portal.shared.Texts;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Creates, finds and revokes nodes.
@Service
public class Nodes {
    static final int MAX_DESCRIPTION = 500;

    private final PeerRepository peers;
    private final FleetRows rows;
    private final PeerChanges changes;
    private final Revocations revocations;
    private final Subnets subnets;
    private final NodeViews views;
    private final Clock clock;

    Nodes(
            PeerRepository peers,
            FleetRows rows,
            PeerChanges changes,
            Revocations revocations,
            Subnets subnets,
            NodeViews views,
            Clock clock) {
        this.peers = peers;
        this.rows = rows;
        this.changes = changes;
        this.revocations = revocations;
        this.subnets = subnets;
        this.views = views;
        this.clock = clock;
    }

    /// Creates a node with its VPN address and activation code.
    ///
    /// @param prefixes subnets that the admin already knows, in CIDR form; mostly none
    @Transactional
    public CreatedNode create(
            UUID secureServerId,
            @Nullable String rawName,
            @Nullable String rawDescription,
            List<? extends @Nullable String> prefixes) {
        SecureServer server = rows.lockServer(secureServerId);
        DisplayName name = DisplayName.parse("name", rawName);
        String description = Texts.parse("description", rawDescription, MAX_DESCRIPTION);
        changes.requireFreeName(server, PeerKind.NODE, name);
        Instant now = now();
        String label =
                DnsLabel.unique(name.text(), "node", taken -> peers.labelTaken(server.id(), taken));
        Peer node = Peer.node(server, name, label, description, now);
        ActivationCode code = ActivationCode.random();
        Instant expiresAt = now.plus(ActivationCode.LIFE);
        node.activateWith(code.hash(), expiresAt);
        changes.store(server, node);
        subnets.addAll(server, node, prefixes);
        return new CreatedNode(views.of(server, node), code.text(), expiresAt);
    }

    @Transactional(readOnly = true)
    public NodeView get(UUID id) {
        Peer node = rows.peer(id, PeerKind.NODE);
        return views.of(rows.server(node.secureServerId()), node);
    }

    /// The nodes of a secure server, by name.
    @Transactional(readOnly = true)
    public Slice<NodeView> list(UUID secureServerId, SliceRequest request) {
        SecureServer server = rows.server(secureServerId);
        List<Peer> found =
                peers.slice(
                        secureServerId,
                        PeerKind.NODE,
                        request.pattern(),
                        request.after().nameKey(),
                        request.after().id(),
                        request.rowLimit());
        NodeViews.Surroundings surroundings = views.around(server, found);
        return Slice.of(
                found,
                request,
                node -> new SliceRequest.Position(node.nameKey(), node.id()),
                node -> views.of(server, node, surroundings));
    }

    /// Gives the node a new activation code; the one before is worth nothing any more.
    @Transactional
    public CreatedNode renewActivationCode(UUID id) {
        SecureServer server = rows.lockServerOf(id, PeerKind.NODE);
        Peer node = rows.peer(id, PeerKind.NODE);
        if (node.access() == PeerAccess.REVOKED) {
            throw FleetRefusals.revoked("node");
        }
        ActivationCode code = ActivationCode.random();
        Instant expiresAt = now().plus(ActivationCode.LIFE);
        node.activateWith(code.hash(), expiresAt);
        changes.record("renew-activation-code", node, "");
        return new CreatedNode(views.of(server, node), code.text(), expiresAt);
    }

    /// Ends the node's access for good; its tunnel is cut at once.
    @Transactional
    public NodeView revoke(UUID id, @Nullable String reason) {
        Peer node = revocations.revoke(id, PeerKind.NODE, reason);
        return views.of(rows.server(node.secureServerId()), node);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
