package io.fieldgate.portal.fleet;

import io.fieldgate.contract.control.ServerEvent.SubnetsAnnounced.Verdict;
import java.time.Clock;
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
/// An announcement is a proposal: it is put in force if the portal's rules allow it and the secure
/// server did not refuse it. Refused ones are kept with their reason, for the node's page.
@Repository
class AnnouncedSubnets {
    /// Longest prefix text that is kept of an announcement.
    private static final int MAX_PREFIX_TEXT = 64;

    private final JdbcClient jdbc;
    private final ServerStates servers;
    private final Clock clock;

    AnnouncedSubnets(JdbcClient jdbc, ServerStates servers, Clock clock) {
        this.jdbc = jdbc;
        this.servers = servers;
        this.clock = clock;
    }

    private record Node(UUID id, UUID tenantId, String name, VpnNetworks networks) {}

    private record Neighbour(Cidr prefix, String name) {}

    /// What an announced subnet comes to: in force if the reason is empty.
    private record Decision(String prefix, String reason) {
        boolean active() {
            return reason.isEmpty();
        }
    }

    /// Replaces what a node announced before. Raises the revision only if the subnets in force
    /// changed. An announcement of somebody who is no node of this secure server is passed over.
    void replace(UUID serverId, UUID peerId, List<Verdict> verdicts) {
        Optional<Node> found = node(serverId, peerId);
        if (found.isEmpty()) {
            return;
        }
        Node node = found.get();
        List<Decision> before = stored(peerId);
        List<Decision> after = decide(node, neighbours(serverId, peerId), verdicts);
        if (Set.copyOf(before).equals(Set.copyOf(after))) {
            return;
        }
        store(serverId, node, after);
        if (!inForce(before).equals(inForce(after))) {
            long revision = servers.raiseRevision(serverId);
            jdbc.sql("UPDATE peer SET revision = :revision WHERE id = :peer")
                    .param("revision", revision)
                    .param("peer", peerId)
                    .update();
        }
    }

    private static List<Decision> decide(
            Node node, List<Neighbour> neighbours, List<Verdict> verdicts) {
        Map<String, Decision> decisions = new LinkedHashMap<>();
        for (Verdict verdict : verdicts) {
            String text = ReportText.printable(verdict.prefix());
            Optional<Cidr> prefix = Cidr.parse(text);
            String name =
                    prefix.map(Cidr::toString)
                            .orElse(text.substring(0, Math.min(text.length(), MAX_PREFIX_TEXT)));
            if (decisions.size() < Subnets.MAX_PER_NODE) {
                decisions.putIfAbsent(
                        name, new Decision(name, reason(node, neighbours, verdict, prefix)));
            }
        }
        return new ArrayList<>(decisions.values());
    }

    /// Why a subnet is not put in force; empty if it is.
    private static String reason(
            Node node, List<Neighbour> neighbours, Verdict verdict, Optional<Cidr> prefix) {
        if (prefix.isEmpty()) {
            return verdict.reason() == null
                    ? "This is not a subnet such as 192.168.1.0/24."
                    : ReportText.printable(verdict.reason());
        }
        @Nullable String fault = SubnetRules.fault(prefix.get(), node.networks());
        if (fault != null) {
            return fault;
        }
        for (Neighbour neighbour : neighbours) {
            if (neighbour.prefix().overlaps(prefix.get())) {
                return "%s of \"%s\" overlaps %s of \"%s\". In this routing mode each subnet lies behind one node."
                        .formatted(prefix.get(), node.name(), neighbour.prefix(), neighbour.name());
            }
        }
        if (!verdict.accepted()) {
            return verdict.reason() == null || verdict.reason().isEmpty()
                    ? "The secure server refused it."
                    : ReportText.printable(verdict.reason());
        }
        return "";
    }

    private Optional<Node> node(UUID serverId, UUID peerId) {
        return jdbc.sql(
                        """
                        SELECT p.tenant_id, p.name, s.network_index, s.ipv6
                        FROM peer p JOIN secure_server s ON s.id = p.secure_server_id
                        WHERE p.id = :peer AND p.secure_server_id = :server AND p.kind = 'NODE'
                          AND p.deleted_at IS NULL AND p.access <> 'REVOKED'
                        """)
                .param("peer", peerId)
                .param("server", serverId)
                .query((row, _) ->
                        new Node(
                                peerId,
                                row.getObject("tenant_id", UUID.class),
                                row.getString("name"),
                                new VpnNetworks(
                                        row.getObject("tenant_id", UUID.class),
                                        row.getInt("network_index"),
                                        row.getBoolean("ipv6"))))
                .optional();
    }

    private List<Neighbour> neighbours(UUID serverId, UUID peerId) {
        return jdbc.sql(
                        """
                        SELECT s.prefix, p.name FROM peer_subnet s JOIN peer p ON p.id = s.peer_id
                        WHERE s.secure_server_id = :server AND s.peer_id <> :peer
                          AND s.state = 'ACTIVE' AND p.deleted_at IS NULL
                          AND p.access <> 'REVOKED'
                        ORDER BY s.prefix, p.name
                        """)
                .param("server", serverId)
                .param("peer", peerId)
                .query((row, _) ->
                        new Neighbour(
                                Cidr.parse(row.getString("prefix")).orElseThrow(),
                                row.getString("name")))
                .list();
    }

    private List<Decision> stored(UUID peerId) {
        return jdbc.sql(
                        """
                        SELECT prefix, reason FROM peer_subnet
                        WHERE peer_id = :peer AND source = 'ANNOUNCED'
                        """)
                .param("peer", peerId)
                .query((row, _) -> new Decision(row.getString("prefix"), row.getString("reason")))
                .list();
    }

    private void store(UUID serverId, Node node, List<Decision> decisions) {
        jdbc.sql("DELETE FROM peer_subnet WHERE peer_id = :peer AND source = 'ANNOUNCED'")
                .param("peer", node.id())
                .update();
        for (Decision decision : decisions) {
            jdbc.sql(
                            """
                            INSERT INTO peer_subnet (id, tenant_id, secure_server_id, peer_id,
                                   prefix, source, state, reason, created_at)
                            VALUES (:id, :tenant, :server, :peer, :prefix, 'ANNOUNCED', :state,
                                   :reason, :now)
                            """)
                    .param("id", UUID.randomUUID())
                    .param("tenant", node.tenantId())
                    .param("server", serverId)
                    .param("peer", node.id())
                    .param("prefix", decision.prefix())
                    .param("state", decision.active() ? "ACTIVE" : "REFUSED")
                    .param("reason", decision.reason())
                    .param("now", SqlTime.of(clock.instant()))
                    .update();
        }
    }

    private static Set<String> inForce(List<Decision> decisions) {
        return decisions.stream()
                .filter(Decision::active)
                .map(Decision::prefix)
                .collect(Collectors.toSet());
    }
}
