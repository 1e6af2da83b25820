package io.fieldgate.portal.fleet;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.control.SubnetSource;
import io.fieldgate.portal.shared.RefusedException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The subnets behind nodes that an admin names, and what an admin says to those that nodes
/// announce.
@Service
public class Subnets {
    /// Subnets of one node, from all sources.
    static final int MAX_PER_NODE = 64;

    private final SubnetTable table;
    private final SubnetDecisions decisions;
    private final SubnetKeeper keeper;
    private final FleetRows rows;
    private final PeerChanges changes;
    private final NodeViews views;

    Subnets(
            SubnetTable table,
            SubnetDecisions decisions,
            SubnetKeeper keeper,
            FleetRows rows,
            PeerChanges changes,
            NodeViews views) {
        this.table = table;
        this.decisions = decisions;
        this.keeper = keeper;
        this.rows = rows;
        this.changes = changes;
        this.views = views;
    }

    /// Adds a subnet behind a node. Adding it again changes nothing.
    @Transactional
    public NodeView add(UUID nodeId, @Nullable String rawPrefix) {
        SecureServer server = rows.lockServerOf(nodeId, PeerKind.NODE);
        Peer node = activeNode(nodeId);
        addOne(server, node, SubnetRules.parse(rawPrefix));
        return views.of(server, node);
    }

    /// Takes away a subnet that an admin added; if none has, one that the node announced, which
    /// comes back with its next announcement.
    @Transactional
    public NodeView remove(UUID nodeId, @Nullable String rawPrefix) {
        SecureServer server = rows.lockServerOf(nodeId, PeerKind.NODE);
        Peer node = activeNode(nodeId);
        String wanted = rawPrefix == null ? "" : rawPrefix.strip();
        if (!table.delete(nodeId, wanted, SubnetSource.ADMIN)) {
            if (!table.delete(nodeId, wanted, SubnetSource.ANNOUNCED)) {
                throw notFound();
            }
            decisions.forget(nodeId, wanted);
        }
        changed(server, node);
        changes.record("subnet-remove", node, wanted);
        return views.of(server, node);
    }

    /// Puts a subnet in force that the node announced, now and whenever it announces it again.
    ///
    /// @throws RefusedException if it cannot be in force
    @Transactional
    public NodeView approve(UUID nodeId, @Nullable String rawPrefix) {
        SecureServer server = rows.lockServerOf(nodeId, PeerKind.NODE);
        Peer node = activeNode(nodeId);
        SubnetRow row = announced(nodeId, rawPrefix);
        Cidr prefix =
                row.cidr()
                        .orElseThrow(() ->
                                FleetRefusals.subnet(
                                        "The node announced \""
                                                + row.prefix()
                                                + "\", which is no subnet."));
        decisions.decide(server.facts(), nodeId, row.prefix(), true);
        if (!row.active()) {
            admit(server, node, prefix);
            table.update(row.inForce());
            changed(server, node);
            changes.record("subnet-approve", node, row.prefix());
        }
        return views.of(server, node);
    }

    /// Refuses a subnet that the node announced, now and whenever it announces it again.
    @Transactional
    public NodeView refuse(UUID nodeId, @Nullable String rawPrefix) {
        SecureServer server = rows.lockServerOf(nodeId, PeerKind.NODE);
        Peer node = activeNode(nodeId);
        SubnetRow row = announced(nodeId, rawPrefix);
        if (table.ofPeers(List.of(nodeId)).stream().anyMatch(other -> isAdmins(other, row))) {
            throw FleetRefusals.addedByAdmin(row.prefix());
        }
        SubnetRow refused = row.refused(SubnetRow.ADMIN_REFUSED);
        if (row.cidr().isPresent() && !refused.equals(row)) {
            decisions.decide(server.facts(), nodeId, row.prefix(), false);
            table.update(refused);
            changed(server, node);
            changes.record("subnet-refuse", node, row.prefix());
        }
        return views.of(server, node);
    }

    /// Adds the subnets of a node that was created in this transaction.
    void addAll(SecureServer server, Peer node, List<? extends @Nullable String> rawPrefixes) {
        for (@Nullable String raw : rawPrefixes) {
            addOne(server, node, SubnetRules.parse(raw));
        }
    }

    private void addOne(SecureServer server, Peer node, Cidr prefix) {
        List<SubnetRow> own = table.ofPeers(List.of(node.id()));
        SubnetRow added = SubnetRow.ofAdmin(node.id(), prefix);
        if (own.contains(added)) {
            return;
        }
        String unfit = SubnetRules.fault(prefix, server.networks());
        if (unfit != null) {
            throw FleetRefusals.subnet(unfit);
        }
        if (own.size() >= MAX_PER_NODE) {
            throw FleetRefusals.subnet("A node has at most " + MAX_PER_NODE + " subnets.");
        }
        admit(server, node, prefix);
        table.insert(server.facts(), added);
        own.stream()
                .filter(row -> row.prefix().equals(added.prefix()))
                .forEach(row -> approveToo(server, row));
        changed(server, node);
        changes.record("subnet-add", node, added.prefix());
    }

    /// What an admin adds is approved, if the node announces it too.
    private void approveToo(SecureServer server, SubnetRow row) {
        decisions.decide(server.facts(), row.peerId(), row.prefix(), true);
        table.update(row.inForce());
    }

    private void admit(SecureServer server, Peer node, Cidr prefix) {
        ServerFacts facts = server.facts();
        keeper.admit(facts, keeper.judge(facts, null), node.id(), node.name(), prefix)
                .ifPresent(fault -> {
                    throw FleetRefusals.subnetTaken(fault.words());
                });
    }

    private void changed(SecureServer server, Peer node) {
        node.changed(server.raiseRevision());
        keeper.settle(server.facts(), node.id(), server::raiseRevision);
        changes.publish(server);
    }

    private SubnetRow announced(UUID nodeId, @Nullable String rawPrefix) {
        String wanted = rawPrefix == null ? "" : rawPrefix.strip();
        return table.ofPeers(List.of(nodeId)).stream()
                .filter(row -> row.isAnnounced() && row.prefix().equals(wanted))
                .findFirst()
                .orElseThrow(Subnets::notFound);
    }

    private Peer activeNode(UUID nodeId) {
        Peer node = rows.peer(nodeId, PeerKind.NODE);
        if (node.access() == PeerAccess.REVOKED) {
            throw FleetRefusals.revoked("node");
        }
        return node;
    }

    private static boolean isAdmins(SubnetRow other, SubnetRow row) {
        return !other.isAnnounced() && other.prefix().equals(row.prefix());
    }

    private static RefusedException notFound() {
        return RefusedException.notFound("subnet behind this node");
    }
}
