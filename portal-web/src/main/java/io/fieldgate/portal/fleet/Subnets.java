package io.fieldgate.portal.fleet;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.control.SubnetSource;
import io.fieldgate.portal.shared.RefusedException;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The subnets behind nodes that an admin names.
@Service
public class Subnets {
    /// Subnets of one node, from all sources.
    static final int MAX_PER_NODE = 64;

    private final PeerSubnetRepository subnets;
    private final PeerRepository peers;
    private final FleetRows rows;
    private final PeerChanges changes;
    private final NodeViews views;
    private final EntityManager entities;
    private final Clock clock;

    Subnets(
            PeerSubnetRepository subnets,
            PeerRepository peers,
            FleetRows rows,
            PeerChanges changes,
            NodeViews views,
            EntityManager entities,
            Clock clock) {
        this.subnets = subnets;
        this.peers = peers;
        this.rows = rows;
        this.changes = changes;
        this.views = views;
        this.entities = entities;
        this.clock = clock;
    }

    /// Adds a subnet behind a node. Adding it again changes nothing.
    @Transactional
    public NodeView add(UUID nodeId, @Nullable String rawPrefix) {
        SecureServer server = rows.lockServerOf(nodeId, PeerKind.NODE);
        Peer node = activeNode(nodeId);
        addOne(server, node, SubnetRules.parse(rawPrefix));
        return views.of(server, node);
    }

    /// Takes away a subnet that an admin added, or that the node announced; what a node announces
    /// comes back with its next announcement.
    @Transactional
    public NodeView remove(UUID nodeId, @Nullable String rawPrefix) {
        SecureServer server = rows.lockServerOf(nodeId, PeerKind.NODE);
        Peer node = activeNode(nodeId);
        String wanted = rawPrefix == null ? "" : rawPrefix.strip();
        List<PeerSubnet> found =
                subnets.ofPeers(List.of(nodeId)).stream()
                        .filter(subnet -> subnet.prefix().equals(wanted))
                        .toList();
        if (found.isEmpty()) {
            throw RefusedException.notFound("subnet behind this node");
        }
        found.forEach(entities::remove);
        changed(server, node);
        changes.record("subnet-remove", node, wanted);
        return views.of(server, node);
    }

    /// Adds the subnets of a node that was created in this transaction.
    void addAll(SecureServer server, Peer node, List<? extends @Nullable String> rawPrefixes) {
        for (@Nullable String raw : rawPrefixes) {
            addOne(server, node, SubnetRules.parse(raw));
        }
    }

    private void addOne(SecureServer server, Peer node, Cidr prefix) {
        String fault = SubnetRules.fault(prefix, server.networks());
        if (fault != null) {
            throw FleetRefusals.subnet(fault);
        }
        List<PeerSubnet> own = subnets.ofPeers(List.of(node.id()));
        if (own.stream().anyMatch(subnet -> isSame(subnet, prefix))) {
            return;
        }
        if (own.size() >= MAX_PER_NODE) {
            throw FleetRefusals.subnet("A node has at most " + MAX_PER_NODE + " subnets.");
        }
        requireNoOverlap(server, node, prefix);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        entities.persist(PeerSubnet.inForce(node, prefix, SubnetSource.ADMIN, now));
        changed(server, node);
        changes.record("subnet-add", node, prefix.toString());
    }

    private void requireNoOverlap(SecureServer server, Peer node, Cidr prefix) {
        for (PeerSubnet other : subnets.inForce(server.id())) {
            if (other.peerId().equals(node.id())) {
                continue;
            }
            Cidr theirs = Cidr.parse(other.prefix()).orElseThrow();
            if (theirs.overlaps(prefix)) {
                String neighbour = peers.findById(other.peerId()).map(Peer::name).orElseThrow();
                throw FleetRefusals.subnetTaken(
                        prefix
                                + " of \""
                                + node.name()
                                + "\" overlaps "
                                + theirs
                                + " of \""
                                + neighbour
                                + "\". In this routing mode each subnet lies behind one"
                                + " node.");
            }
        }
    }

    private void changed(SecureServer server, Peer node) {
        node.changed(server.raiseRevision());
        changes.publish(server);
    }

    private Peer activeNode(UUID nodeId) {
        Peer node = rows.peer(nodeId, PeerKind.NODE);
        if (node.access() == PeerAccess.REVOKED) {
            throw FleetRefusals.revoked("node");
        }
        return node;
    }

    private static boolean isSame(PeerSubnet subnet, Cidr prefix) {
        return subnet.source() == SubnetSource.ADMIN && subnet.prefix().equals(prefix.toString());
    }
}
