package io.fieldgate.portal.fleet;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Puts subnets in force, and puts right what follows from it. Callers hold the transaction and the
/// lock of the secure server.
@Component
class SubnetKeeper {
    private final SubnetTable table;
    private final SubnetDecisions decisions;
    private final MappedPrefixes mapped;
    private final SelectionKeeper selections;
    private final ServerStates servers;

    SubnetKeeper(
            SubnetTable table,
            SubnetDecisions decisions,
            MappedPrefixes mapped,
            SelectionKeeper selections,
            ServerStates servers) {
        this.table = table;
        this.decisions = decisions;
        this.mapped = mapped;
        this.selections = selections;
        this.servers = servers;
    }

    /// A judge over all that is in force.
    ///
    /// @param announcer the node whose announced subnets do not count, because they are about to be
    ///   replaced; null if none
    SubnetJudge judge(ServerFacts server, @Nullable UUID announcer) {
        return new SubnetJudge(
                server,
                announcer == null
                        ? table.inForce(server.id())
                        : table.inForceBeside(server.id(), announcer),
                server.identical() ? mapped.all(server.id()) : List.of());
    }

    /// Admits a subnet among those in force, with its mapped prefix where it needs one.
    ///
    /// @return why not, or empty
    Optional<SubnetFault> admit(
            ServerFacts server, SubnetJudge judge, UUID nodeId, String nodeName, Cidr prefix) {
        Optional<SubnetFault> fault = judge.fault(nodeId, nodeName, prefix);
        if (fault.isPresent()) {
            return fault;
        }
        if (server.identical() && mapped.ensure(server, nodeId, prefix).isEmpty()) {
            return Optional.of(new SubnetFault(MappedPrefixes.NO_ROOM.formatted(prefix), false));
        }
        judge.accept(nodeId, nodeName, prefix);
        return Optional.empty();
    }

    /// Puts right what follows from a change of the subnets in force: announced subnets that could
    /// not be in force come in force when they can, and selections stay free of overlaps.
    ///
    /// @param changedNode whose subnets changed; null if none
    /// @param revision raises the revision, for each further change
    void settle(ServerFacts server, @Nullable UUID changedNode, LongSupplier revision) {
        Set<UUID> changed = new HashSet<>();
        if (changedNode != null) {
            changed.add(changedNode);
        }
        List<SubnetRow> waiting = table.waiting(server.id());
        if (!waiting.isEmpty()) {
            changed.addAll(reconsider(server, waiting, revision));
        }
        if (server.identical()) {
            changed.forEach(node -> selections.mend(server, node, revision));
        }
    }

    private Set<UUID> reconsider(
            ServerFacts server, List<SubnetRow> waiting, LongSupplier revision) {
        SubnetJudge judge = judge(server, null);
        Map<UUID, String> names = servers.namesOf(server.id());
        Set<UUID> changed = new HashSet<>();
        for (SubnetRow row : waiting) {
            SubnetRow now = anew(server, judge, row, names.getOrDefault(row.peerId(), ""));
            if (!now.equals(row)) {
                table.update(now);
                if (now.active() && changed.add(row.peerId())) {
                    servers.stamp(row.peerId(), revision.getAsLong());
                }
            }
        }
        return changed;
    }

    private SubnetRow anew(ServerFacts server, SubnetJudge judge, SubnetRow row, String name) {
        Cidr prefix = row.cidr().orElseThrow();
        boolean approved = decisions.of(row.peerId()).getOrDefault(row.prefix(), false);
        if (server.asks() && !approved) {
            return judge.fault(row.peerId(), name, prefix)
                    .map(row::refused)
                    .orElseGet(row::waiting);
        }
        return admit(server, judge, row.peerId(), name, prefix)
                .map(row::refused)
                .orElseGet(row::inForce);
    }
}
