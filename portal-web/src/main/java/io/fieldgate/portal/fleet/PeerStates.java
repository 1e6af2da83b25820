package io.fieldgate.portal.fleet;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.control.Peer;
import io.fieldgate.contract.control.Peer.AllowedCertificate;
import io.fieldgate.contract.control.Peer.Device;
import io.fieldgate.contract.control.SubnetSource;
import io.fieldgate.portal.certificate.Certificates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Renders the nodes and clients of a desired state. Callers hold the transaction.
@Component
class PeerStates {
    private final JdbcClient jdbc;
    private final Certificates certificates;
    private final SubnetDecisions decisions;
    private final SelectionTable selections;
    private final ObjectProvider<DeviceSource> devices;

    PeerStates(
            JdbcClient jdbc,
            Certificates certificates,
            SubnetDecisions decisions,
            SelectionTable selections,
            ObjectProvider<DeviceSource> devices) {
        this.jdbc = jdbc;
        this.certificates = certificates;
        this.decisions = decisions;
        this.selections = selections;
        this.devices = devices;
    }

    /// @param removed ids of those that are gone
    record Changed(List<Peer> peers, List<String> removed) {}

    private record Row(
            UUID id,
            PeerKind kind,
            PeerAccess access,
            int hostIndex,
            String label,
            boolean splitRoutes,
            boolean deleted) {}

    /// What belongs to the peers that changed, by peer.
    private record Belongings(
            Map<UUID, List<AllowedCertificate>> certificates,
            Map<UUID, List<Peer.Subnet>> subnets,
            Map<UUID, List<String>> refused,
            Map<UUID, List<Device>> devices,
            Map<UUID, List<UUID>> selections) {}

    /// Those that changed after a revision.
    Changed changedAfter(ServerFacts server, long revision) {
        List<Row> rows = rows(server.id(), revision);
        Belongings belongings = belongings(server, revision, rows);
        List<Peer> peers = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (Row row : rows) {
            if (row.deleted()) {
                removed.add(row.id().toString());
            } else {
                peers.add(peer(server, row, belongings));
            }
        }
        return new Changed(peers, removed);
    }

    private Belongings belongings(ServerFacts server, long revision, List<Row> rows) {
        List<UUID> ids = rows.stream().filter(row -> !row.deleted()).map(Row::id).toList();
        boolean nodes = rows.stream().anyMatch(row -> row.kind() == PeerKind.NODE);
        return new Belongings(
                certificates.allowlists(ids),
                subnets(server, revision),
                decisions.refused(server.id(), revision),
                nodes
                        ? devices.stream()
                                .findFirst()
                                .map(source -> source.devices(server.id()))
                                .orElse(Map.of())
                        : Map.of(),
                server.identical() ? selections.changedAfter(server.id(), revision) : Map.of());
    }

    private static Peer peer(ServerFacts server, Row row, Belongings belongings) {
        return new Peer(
                row.id().toString(),
                row.kind(),
                state(row.access()),
                server.networks().address(row.hostIndex()),
                belongings.certificates().getOrDefault(row.id(), List.of()),
                belongings.subnets().getOrDefault(row.id(), List.of()),
                site(row, belongings),
                wishes(row, belongings));
    }

    /// Null for a revoked node: its label may be another's.
    private static Peer.@Nullable Site site(Row row, Belongings belongings) {
        return row.kind() != PeerKind.NODE || row.access() == PeerAccess.REVOKED
                ? null
                : new Peer.Site(
                        row.label(),
                        belongings.refused().getOrDefault(row.id(), List.of()),
                        belongings.devices().getOrDefault(row.id(), List.of()));
    }

    private static Peer.@Nullable Wishes wishes(Row row, Belongings belongings) {
        return row.kind() != PeerKind.CLIENT
                ? null
                : new Peer.Wishes(
                        belongings.selections().getOrDefault(row.id(), List.of()).stream()
                                .map(UUID::toString)
                                .toList(),
                        row.splitRoutes());
    }

    private static Peer.State state(PeerAccess access) {
        return switch (access) {
            case ACTIVE -> Peer.State.ACTIVE;
            case DISABLED -> Peer.State.DISABLED;
            case REVOKED -> Peer.State.REVOKED;
        };
    }

    private List<Row> rows(UUID serverId, long revision) {
        return jdbc.sql(
                        """
                        SELECT id, kind, access, host_index, label, split_routes,
                               deleted_at IS NOT NULL AS deleted
                        FROM peer WHERE secure_server_id = :server AND revision > :revision
                        ORDER BY host_index
                        """)
                .param("server", serverId)
                .param("revision", revision)
                .query((row, _) ->
                        new Row(
                                row.getObject("id", UUID.class),
                                PeerKind.valueOf(row.getString("kind")),
                                PeerAccess.valueOf(row.getString("access")),
                                row.getInt("host_index"),
                                row.getString("label"),
                                row.getBoolean("split_routes"),
                                row.getBoolean("deleted")))
                .list();
    }

    /// The subnets in force of the peers that changed. A prefix that both the admin and the node
    /// named is listed once, as the admin's.
    private Map<UUID, List<Peer.Subnet>> subnets(ServerFacts server, long revision) {
        return jdbc
                .sql(
                        """
                        SELECT DISTINCT ON (s.peer_id, s.prefix) s.peer_id, s.prefix, s.source,
                               m.mapped
                        FROM peer_subnet s JOIN peer p ON p.id = s.peer_id
                        LEFT JOIN mapped_prefix m
                               ON m.peer_id = s.peer_id AND m.prefix = s.prefix
                        WHERE s.secure_server_id = :server AND s.state = 'ACTIVE'
                          AND p.revision > :revision AND p.access <> 'REVOKED'
                        ORDER BY s.peer_id, s.prefix, s.source = 'ANNOUNCED'
                        """)
                .param("server", server.id())
                .param("revision", revision)
                .query((row, _) ->
                        Map.entry(
                                row.getObject("peer_id", UUID.class),
                                new Peer.Subnet(
                                        row.getString("prefix"),
                                        SubnetSource.valueOf(row.getString("source")),
                                        row.getString("mapped"))))
                .stream()
                .collect(
                        Collectors.groupingBy(
                                Map.Entry::getKey,
                                Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }
}
