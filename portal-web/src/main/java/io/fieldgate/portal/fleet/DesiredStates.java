package io.fieldgate.portal.fleet;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Peer.AllowedCertificate;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.contract.control.StateUpdate;
import io.fieldgate.contract.control.SubnetSource;
import io.fieldgate.portal.certificate.Certificates;
import io.fieldgate.portal.certificate.ServerKeys;
import io.fieldgate.portal.shared.FieldgateSettings;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/// Renders what a secure server is to be.
///
/// One snapshot of the database gives the revision and everything up to it, so a difference never
/// misses a change: each change takes its revision under the lock of the secure server's row.
@Service
public class DesiredStates {
    private final JdbcClient jdbc;
    private final SessionTable sessions;
    private final Certificates certificates;
    private final ServerKeys serverKeys;
    private final FieldgateSettings settings;

    DesiredStates(
            JdbcClient jdbc,
            SessionTable sessions,
            Certificates certificates,
            ServerKeys serverKeys,
            FieldgateSettings settings) {
        this.jdbc = jdbc;
        this.sessions = sessions;
        this.certificates = certificates;
        this.serverKeys = serverKeys;
        this.settings = settings;
    }

    private record Server(
            UUID id,
            RoutingMode mode,
            VpnNetworks networks,
            int tunMtu,
            boolean oldClients,
            long revision) {
        UUID tenantId() {
            return networks.tenantId();
        }
    }

    private record Row(UUID id, PeerKind kind, PeerAccess access, int hostIndex, boolean deleted) {}

    /// The state since a revision: empty if that is the newest; whole for revision 0 and for a
    /// revision that this portal never gave (its database is an older one); else the difference.
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Optional<StateUpdate> since(UUID serverId, long since) {
        return server(serverId)
                .filter(server -> server.revision() != since)
                .map(server -> update(server, since < 0 || since > server.revision() ? 0 : since));
    }

    private StateUpdate update(Server server, long from) {
        List<Row> rows = changedAfter(server.id(), from);
        List<UUID> ids = rows.stream().filter(row -> !row.deleted()).map(Row::id).toList();
        Map<UUID, List<AllowedCertificate>> allowed = certificates.allowlists(ids);
        Map<UUID, List<io.fieldgate.contract.control.Peer.Subnet>> subnets =
                subnets(server.id(), from);
        List<io.fieldgate.contract.control.Peer> peers = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (Row row : rows) {
            if (!row.deleted()) {
                peers.add(
                        new io.fieldgate.contract.control.Peer(
                                row.id().toString(),
                                row.kind(),
                                state(row.access()),
                                server.networks().address(row.hostIndex()),
                                allowed.getOrDefault(row.id(), List.of()),
                                subnets.getOrDefault(row.id(), List.of())));
            } else if (from > 0) {
                removed.add(row.id().toString());
            }
        }
        return new StateUpdate(
                from,
                server.revision(),
                settings(server),
                peers,
                removed,
                sessions.endRequestedAfter(server.id(), from));
    }

    private ServerSettings settings(Server server) {
        return new ServerSettings(
                server.id().toString(),
                server.tenantId().toString(),
                server.mode(),
                server.networks().ipv4().cidr().toString(),
                Base64.getEncoder()
                        .encodeToString(serverKeys.keyOf(server.tenantId(), server.id())),
                settings.tunnel().pingSeconds(),
                settings.tunnel().pingRestartSeconds(),
                settings.tunnel().renegotiateSeconds(),
                server.networks().ipv6Cidr().map(Cidr::toString).orElse(null),
                server.tunMtu(),
                server.oldClients() ? oldClientKey(server) : null,
                null,
                null);
    }

    private String oldClientKey(Server server) {
        return Base64.getEncoder()
                .encodeToString(serverKeys.oldClientKeyOf(server.tenantId(), server.id()));
    }

    private static io.fieldgate.contract.control.Peer.State state(PeerAccess access) {
        return switch (access) {
            case ACTIVE -> io.fieldgate.contract.control.Peer.State.ACTIVE;
            case DISABLED -> io.fieldgate.contract.control.Peer.State.DISABLED;
            case REVOKED -> io.fieldgate.contract.control.Peer.State.REVOKED;
        };
    }

    private Optional<Server> server(UUID serverId) {
        return jdbc.sql(
                        """
                        SELECT tenant_id, mode, network_index, ipv6, tun_mtu, old_clients, revision
                        FROM secure_server WHERE id = :id AND deleted_at IS NULL
                        """)
                .param("id", serverId)
                .query((row, _) ->
                        new Server(
                                serverId,
                                RoutingMode.valueOf(row.getString("mode")),
                                new VpnNetworks(
                                        row.getObject("tenant_id", UUID.class),
                                        row.getInt("network_index"),
                                        row.getBoolean("ipv6")),
                                row.getInt("tun_mtu"),
                                row.getBoolean("old_clients"),
                                row.getLong("revision")))
                .optional();
    }

    private List<Row> changedAfter(UUID serverId, long revision) {
        return jdbc.sql(
                        """
                        SELECT id, kind, access, host_index, deleted_at IS NOT NULL AS deleted
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
                                row.getBoolean("deleted")))
                .list();
    }

    /// The subnets in force of the peers that changed. A prefix that both the admin and the node
    /// named is listed once, as the admin's.
    private Map<UUID, List<io.fieldgate.contract.control.Peer.Subnet>> subnets(
            UUID serverId, long revision) {
        return jdbc
                .sql(
                        """
                        SELECT DISTINCT ON (s.peer_id, s.prefix) s.peer_id, s.prefix, s.source
                        FROM peer_subnet s JOIN peer p ON p.id = s.peer_id
                        WHERE s.secure_server_id = :server AND s.state = 'ACTIVE'
                          AND p.revision > :revision AND p.access <> 'REVOKED'
                        ORDER BY s.peer_id, s.prefix, s.source = 'ANNOUNCED'
                        """)
                .param("server", serverId)
                .param("revision", revision)
                .query((row, _) ->
                        Map.entry(
                                row.getObject("peer_id", UUID.class),
                                new io.fieldgate.contract.control.Peer.Subnet(
                                        row.getString("prefix"),
                                        SubnetSource.valueOf(row.getString("source")))))
                .stream()
                .collect(
                        Collectors.groupingBy(
                                Map.Entry::getKey,
                                Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }
}
