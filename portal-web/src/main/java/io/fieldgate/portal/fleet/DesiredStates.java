package io.fieldgate.portal.fleet;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.Policy;
import io.fieldgate.contract.control.Probe;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.contract.control.ServerSettings.Announcements;
import io.fieldgate.contract.control.StateUpdate;
import io.fieldgate.portal.certificate.ServerKeys;
import io.fieldgate.portal.shared.FieldgateSettings;
import io.fieldgate.portal.tenant.TenantView;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
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
    private final PeerStates peers;
    private final MappedPrefixes mapped;
    private final SessionTable sessions;
    private final ServerKeys serverKeys;
    private final FieldgateSettings settings;
    private final ObjectProvider<PolicySource> policies;
    private final ObjectProvider<ProbeSource> probes;

    DesiredStates(
            JdbcClient jdbc,
            PeerStates peers,
            MappedPrefixes mapped,
            SessionTable sessions,
            ServerKeys serverKeys,
            FieldgateSettings settings,
            ObjectProvider<PolicySource> policies,
            ObjectProvider<ProbeSource> probes) {
        this.jdbc = jdbc;
        this.peers = peers;
        this.mapped = mapped;
        this.sessions = sessions;
        this.serverKeys = serverKeys;
        this.settings = settings;
        this.policies = policies;
        this.probes = probes;
    }

    private record Server(
            ServerFacts facts,
            int tunMtu,
            boolean oldClients,
            boolean clientsReachClients,
            NameServers forwardNamesTo,
            CoveringNetworks covering,
            String domain,
            long policyRevision,
            long revision) {
        UUID id() {
            return facts.id();
        }
    }

    /// The state since a revision: empty if that is the newest; whole for revision 0 and for a
    /// revision that this portal never gave (its database is an older one); else the difference.
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Optional<StateUpdate> since(UUID serverId, long since) {
        return server(serverId)
                .filter(server -> server.revision() != since)
                .map(server -> update(server, since < 0 || since > server.revision() ? 0 : since));
    }

    private StateUpdate update(Server server, long from) {
        PeerStates.Changed changed = peers.changedAfter(server.facts(), from);
        return new StateUpdate(
                from,
                server.revision(),
                settings(server),
                changed.peers(),
                from > 0 ? changed.removed() : List.of(),
                sessions.endRequestedAfter(server.id(), from),
                policy(server, from),
                probes(server, from));
    }

    /// Null where there are no rules, and in a difference without a change of them.
    private @Nullable Policy policy(Server server, long from) {
        return from > 0 && server.policyRevision() <= from
                ? null
                : policies.stream()
                        .findFirst()
                        .map(source -> source.policy(server.id()))
                        .orElse(null);
    }

    private @Nullable List<Probe> probes(Server server, long from) {
        List<Probe> asked =
                probes.stream()
                        .findFirst()
                        .map(source -> source.probes(server.id(), from))
                        .orElse(List.of());
        return asked.isEmpty() ? null : asked;
    }

    private ServerSettings settings(Server server) {
        ServerFacts facts = server.facts();
        return new ServerSettings(
                server.id().toString(),
                facts.tenantId().toString(),
                facts.mode(),
                facts.networks().ipv4().cidr().toString(),
                Base64.getEncoder().encodeToString(serverKeys.keyOf(facts.tenantId(), server.id())),
                settings.tunnel().pingSeconds(),
                settings.tunnel().pingRestartSeconds(),
                settings.tunnel().renegotiateSeconds(),
                facts.networks().ipv6Cidr().map(Cidr::toString).orElse(null),
                server.tunMtu(),
                server.oldClients() ? oldClientKey(facts) : null,
                new ServerSettings.Traffic(
                        server.clientsReachClients(),
                        facts.announcements(),
                        mapped.pools(facts),
                        server.covering().prefixes().isEmpty() ? null : server.covering().texts()),
                new ServerSettings.Names(server.domain(), server.forwardNamesTo().addresses()));
    }

    private String oldClientKey(ServerFacts server) {
        return Base64.getEncoder()
                .encodeToString(serverKeys.oldClientKeyOf(server.tenantId(), server.id()));
    }

    private Optional<Server> server(UUID serverId) {
        return jdbc.sql(
                        """
                        SELECT s.tenant_id, mode, network_index, ipv6, tun_mtu, old_clients,
                               clients_reach_clients, announcements, forward_names_to,
                               covering_networks, policy_revision, revision, t.label
                        FROM secure_server s JOIN tenant t ON t.id = s.tenant_id
                        WHERE s.id = :id AND s.deleted_at IS NULL
                        """)
                .param("id", serverId)
                .query((row, _) ->
                        new Server(
                                new ServerFacts(
                                        serverId,
                                        RoutingMode.valueOf(row.getString("mode")),
                                        new VpnNetworks(
                                                row.getObject("tenant_id", UUID.class),
                                                row.getInt("network_index"),
                                                row.getBoolean("ipv6")),
                                        Announcements.valueOf(row.getString("announcements"))),
                                row.getInt("tun_mtu"),
                                row.getBoolean("old_clients"),
                                row.getBoolean("clients_reach_clients"),
                                NameServers.stored(row.getString("forward_names_to")),
                                CoveringNetworks.stored(row.getString("covering_networks")),
                                row.getString("label") + TenantView.TOP,
                                row.getLong("policy_revision"),
                                row.getLong("revision")))
                .optional();
    }
}
