package io.fieldgate.portal.access;

import io.fieldgate.portal.fleet.ClientView;
import io.fieldgate.portal.fleet.Clients;
import io.fieldgate.portal.shared.RefusedException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Finds whose rules they are, and checks that what they name exists on the same secure server.
/// Callers hold the transaction.
@Component
class RuleChecks {
    private static final String NODES =
            "SELECT count(*) FROM peer WHERE kind = 'NODE' AND deleted_at IS NULL AND";
    private static final String GROUPS = "SELECT count(*) FROM peer_group WHERE kind = 'NODES' AND";
    private static final String DEVICES = "SELECT count(*) FROM device WHERE";

    private final Clients clients;
    private final Groups groups;
    private final JdbcClient jdbc;

    RuleChecks(Clients clients, Groups groups, JdbcClient jdbc) {
        this.clients = clients;
        this.groups = groups;
        this.jdbc = jdbc;
    }

    /// A client, or a group of clients, that exists.
    ///
    /// @param clients the clients that it stands for
    record Owner(
            UUID tenantId, UUID serverId, Subject subject, String name, List<MemberView> clients) {
        Owner {
            clients = List.copyOf(clients);
        }
    }

    Owner owner(Subject subject) {
        return switch (subject) {
            case Subject.Client(UUID id) -> {
                ClientView client = clients.get(id);
                yield new Owner(
                        client.tenantId(),
                        client.secureServerId(),
                        subject,
                        client.name(),
                        List.of(new MemberView(id, client.name())));
            }
            case Subject.Group(UUID id) -> {
                GroupView group = groups.get(id);
                if (group.kind() != GroupKind.CLIENTS) {
                    throw RefusedException.conflict(
                            "group-of-nodes",
                            "It is a group of nodes",
                            "Rules belong to clients. Name this group of nodes in the rules of a"
                                    + " client or of a group of clients.");
                }
                yield new Owner(
                        group.tenantId(),
                        group.secureServerId(),
                        subject,
                        group.name(),
                        groups.members(id));
            }
        };
    }

    /// Refuses rules that name what is not on this secure server.
    void requireTargets(UUID serverId, List<RuleBody> bodies) {
        for (int i = 0; i < bodies.size(); i++) {
            RuleBody body = bodies.get(i);
            String at = "[" + i + "].";
            require(serverId, NODES, body.nodes(), at + "nodes", "node");
            require(serverId, GROUPS, body.groups(), at + "groups", "group of nodes");
            require(serverId, DEVICES, body.devices(), at + "devices", "device");
        }
    }

    private void require(
            UUID serverId, String count, Collection<UUID> ids, String field, String what) {
        if (ids.isEmpty()) {
            return;
        }
        int found =
                jdbc.sql(
                                count
                                        + " secure_server_id = :server"
                                        + " AND id = ANY (CAST(:ids AS uuid[]))")
                        .param("server", serverId)
                        .param("ids", Sql.texts(ids))
                        .query(Integer.class)
                        .single();
        if (found != ids.size()) {
            throw RefusedException.invalid(
                    field, "This secure server has no such " + what + ". Choose one of its own.");
        }
    }
}
