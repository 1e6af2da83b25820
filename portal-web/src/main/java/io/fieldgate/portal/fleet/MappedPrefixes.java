package io.fieldgate.portal.fleet;

import io.fieldgate.portal.fleet.SubnetJudge.InForce;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The unique prefixes of the subnets in Identical Networks. Callers hold the transaction, and for
/// changes the lock of the secure server.
///
/// A mapped prefix belongs to a node's subnet for good: whoever wrote an address of it down must
/// never reach another machine with it. It goes only with the node's row.
@Repository
class MappedPrefixes {
    static final String NO_ROOM =
            "There is no room left for the unique addresses of %s. Take a smaller subnet, such as"
                    + " the /24 in which the devices are.";

    private final JdbcClient jdbc;

    MappedPrefixes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The mapped prefix of a subnet that is or comes in force; made if it has none yet. Empty if
    /// there is no room for it.
    Optional<String> ensure(ServerFacts server, UUID nodeId, Cidr prefix) {
        Optional<String> known =
                jdbc.sql(
                                """
                                SELECT mapped FROM mapped_prefix
                                WHERE peer_id = :peer AND prefix = :prefix
                                """)
                        .param("peer", nodeId)
                        .param("prefix", prefix.toString())
                        .query(String.class)
                        .optional();
        return known.isPresent() ? known : make(server, nodeId, prefix);
    }

    /// The mapped prefixes of these nodes, by node and prefix.
    Map<UUID, Map<String, String>> of(Collection<UUID> nodeIds) {
        Map<UUID, Map<String, String>> found = new HashMap<>();
        if (!nodeIds.isEmpty()) {
            jdbc.sql("SELECT peer_id, prefix, mapped FROM mapped_prefix WHERE peer_id IN (:peers)")
                    .param("peers", nodeIds)
                    .query(row -> {
                        found.computeIfAbsent(
                                        row.getObject("peer_id", UUID.class), _ -> new HashMap<>())
                                .put(row.getString("prefix"), row.getString("mapped"));
                    });
        }
        return found;
    }

    /// The pools out of which the mapped prefixes of a secure server are taken; null where no
    /// address is mapped.
    @Nullable List<String> pools(ServerFacts server) {
        if (!server.identical()) {
            return null;
        }
        List<Cidr> mapped = all(server.id()).stream().map(InForce::prefix).toList();
        return MappedPool.inUse(server, mapped).stream().map(Cidr::toString).toList();
    }

    /// All mapped prefixes of a secure server.
    List<InForce> all(UUID serverId) {
        return jdbc.sql(
                        """
                        SELECT m.peer_id, m.mapped, p.name
                        FROM mapped_prefix m JOIN peer p ON p.id = m.peer_id
                        WHERE m.secure_server_id = :server ORDER BY m.mapped
                        """)
                .param("server", serverId)
                .query((row, _) ->
                        new InForce(
                                row.getObject("peer_id", UUID.class),
                                row.getString("name"),
                                Cidr.parse(row.getString("mapped")).orElseThrow()))
                .list();
    }

    private Optional<String> make(ServerFacts server, UUID nodeId, Cidr prefix) {
        List<Cidr> taken = new ArrayList<>(server.networks().all());
        all(server.id()).forEach(other -> taken.add(other.prefix()));
        taken.addAll(realSubnets(server.id()));
        taken.add(prefix);
        Optional<String> free = MappedPool.free(server.id(), prefix, taken).map(Cidr::toString);
        free.ifPresent(mapped -> insert(server, nodeId, prefix.toString(), mapped));
        return free;
    }

    private void insert(ServerFacts server, UUID nodeId, String prefix, String mapped) {
        jdbc.sql(
                        """
                        INSERT INTO mapped_prefix (peer_id, prefix, tenant_id, secure_server_id,
                               mapped)
                        VALUES (:peer, :prefix, :tenant, :server, :mapped)
                        """)
                .param("peer", nodeId)
                .param("prefix", prefix)
                .param("tenant", server.tenantId())
                .param("server", server.id())
                .param("mapped", mapped)
                .update();
    }

    private List<Cidr> realSubnets(UUID serverId) {
        return jdbc
                .sql(
                        """
                        SELECT DISTINCT prefix FROM peer_subnet
                        WHERE secure_server_id = :server AND state <> 'REFUSED'
                        """)
                .param("server", serverId)
                .query((row, _) -> Cidr.parse(row.getString("prefix")))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }
}
