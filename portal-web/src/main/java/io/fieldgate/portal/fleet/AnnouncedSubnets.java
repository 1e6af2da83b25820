package io.fieldgate.portal.fleet;

import io.fieldgate.contract.control.ServerEvent.SubnetsAnnounced.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The subnets that nodes announce themselves. Callers hold the transaction and the lock of the
/// secure server.
///
/// An announcement is a proposal: it is put in force if the portal's rules allow it, no admin has
/// refused it, and an admin has approved it where that is wanted. All else is kept with its reason,
/// for the node's page.
@Repository
class AnnouncedSubnets {
    /// Longest prefix text that is kept of an announcement.
    private static final int MAX_PREFIX_TEXT = 64;

    private final JdbcClient jdbc;
    private final ServerStates servers;
    private final SubnetTable table;
    private final SubnetDecisions decisions;
    private final SubnetKeeper keeper;

    AnnouncedSubnets(
            JdbcClient jdbc,
            ServerStates servers,
            SubnetTable table,
            SubnetDecisions decisions,
            SubnetKeeper keeper) {
        this.jdbc = jdbc;
        this.servers = servers;
        this.table = table;
        this.decisions = decisions;
        this.keeper = keeper;
    }

    /// Who announces, and what is to be known for the decision.
    private record Announcer(
            UUID id,
            String name,
            ServerFacts server,
            SubnetJudge judge,
            Map<String, Boolean> decisions) {}

    /// Replaces what a node announced before. Raises the revision only if the subnets in force
    /// changed. An announcement of somebody who is no node of this secure server is passed over.
    void replace(UUID serverId, UUID peerId, List<Verdict> verdicts) {
        Optional<String> name = nameOf(serverId, peerId);
        if (name.isEmpty()) {
            return;
        }
        ServerFacts server = servers.facts(serverId);
        List<SubnetRow> before =
                table.ofPeers(List.of(peerId)).stream().filter(SubnetRow::isAnnounced).toList();
        List<SubnetRow> after =
                decide(
                        new Announcer(
                                peerId,
                                name.get(),
                                server,
                                keeper.judge(server, peerId),
                                decisions.of(peerId)),
                        verdicts);
        if (Set.copyOf(before).equals(Set.copyOf(after))) {
            return;
        }
        table.deleteAnnounced(peerId);
        after.forEach(row -> table.insert(server, row));
        if (!inForce(before).equals(inForce(after))) {
            servers.stamp(peerId, servers.raiseRevision(serverId));
            keeper.settle(server, peerId, () -> servers.raiseRevision(serverId));
        }
    }

    private List<SubnetRow> decide(Announcer node, List<Verdict> verdicts) {
        Map<String, SubnetRow> rows = new LinkedHashMap<>();
        for (Verdict verdict : verdicts) {
            String text = ReportText.printable(verdict.prefix());
            Optional<Cidr> prefix = Cidr.parse(text);
            String name =
                    prefix.map(Cidr::toString)
                            .orElse(text.substring(0, Math.min(text.length(), MAX_PREFIX_TEXT)));
            if (rows.containsKey(name)) {
                continue;
            }
            SubnetRow row = SubnetRow.announced(node.id(), name);
            if (rows.size() == Subnets.MAX_PER_NODE) {
                rows.put(name, row.refused(tooMany(verdicts.size())));
                break;
            }
            rows.put(name, decide(node, row, verdict, prefix));
        }
        return new ArrayList<>(rows.values());
    }

    private SubnetRow decide(
            Announcer node, SubnetRow row, Verdict verdict, Optional<Cidr> parsed) {
        if (parsed.isEmpty()) {
            return row.refused(
                    words(verdict.reason(), "This is not a subnet such as 192.168.1.0/24."));
        }
        Cidr prefix = parsed.get();
        ServerFacts server = node.server();
        if (Boolean.FALSE.equals(node.decisions().get(row.prefix()))) {
            return row.refused(SubnetRow.ADMIN_REFUSED);
        }
        Optional<SubnetFault> fault = node.judge().fault(node.id(), node.name(), prefix);
        if (fault.isPresent()) {
            return row.refused(fault.get());
        }
        if (!verdict.accepted() && serverDecides(server)) {
            return row.refused(words(verdict.reason(), "The secure server refused it."));
        }
        if (server.asks() && !node.decisions().containsKey(row.prefix())) {
            return row.waiting();
        }
        return keeper.admit(server, node.judge(), node.id(), node.name(), prefix)
                .map(row::refused)
                .orElse(row);
    }

    /// Whether the secure server puts announced subnets in force by itself; else it only tells.
    private static boolean serverDecides(ServerFacts server) {
        return !server.identical() && !server.asks();
    }

    private static String words(@Nullable String given, String otherwise) {
        return given == null || given.isBlank() ? otherwise : ReportText.printable(given);
    }

    private static String tooMany(int announced) {
        return "The node announced %,d subnets, but a node has at most %d. This one and those after it are passed over."
                .formatted(announced, Subnets.MAX_PER_NODE);
    }

    private Optional<String> nameOf(UUID serverId, UUID peerId) {
        return jdbc.sql(
                        """
                        SELECT name FROM peer
                        WHERE id = :peer AND secure_server_id = :server AND kind = 'NODE'
                          AND deleted_at IS NULL AND access <> 'REVOKED'
                        """)
                .param("peer", peerId)
                .param("server", serverId)
                .query(String.class)
                .optional();
    }

    private static Set<String> inForce(List<SubnetRow> rows) {
        return rows.stream()
                .filter(SubnetRow::active)
                .map(SubnetRow::prefix)
                .collect(Collectors.toSet());
    }
}
