package io.fieldgate.portal.fleet;

import io.fieldgate.portal.shared.FieldgateSettings;
import io.fieldgate.portal.shared.PortRange;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Gives each secure server a port and a VPN network of its own.
///
/// An advisory lock lets one transaction choose at a time; the keys of the table hold in any case.
@Component
class VpnPorts {
    private static final long LOCK = 0x66_67_70_6f_72_74L;

    private final JdbcClient jdbc;
    private final PortRange range;

    VpnPorts(JdbcClient jdbc, FieldgateSettings settings) {
        this.jdbc = jdbc;
        this.range = settings.vpnPorts();
    }

    /// What a new secure server gets.
    record Place(int port, VpnNetwork network) {}

    private record Used(int port, int networkIndex) {}

    /// Chooses the first free port and a VPN network: one that nobody has, so that somebody with
    /// two tunnels is never confused, or else one that this tenant does not have.
    Place choose(List<Integer> networksOfTenant) {
        List<Used> used = lockAndRead();
        Set<Integer> networks = new HashSet<>(networksOfTenant);
        used.forEach(row -> networks.add(row.networkIndex()));
        int network =
                firstFree(0, VpnNetwork.COUNT - 1, networks)
                        .orElseGet(() ->
                                firstFree(0, VpnNetwork.COUNT - 1, new HashSet<>(networksOfTenant))
                                        .orElseThrow(FleetRefusals::noNetworkLeft));
        return new Place(freePort(used), new VpnNetwork(network));
    }

    void take(UUID serverId, Place place) {
        jdbc.sql(
                        "INSERT INTO vpn_port (port, secure_server_id, network_index)"
                                + " VALUES (?, ?, ?)")
                .params(place.port(), serverId, place.network().index())
                .update();
    }

    /// Gives the server the next free port after the one it has, because somebody else listens
    /// there; after the last comes the first, so that each port gets its turn.
    int move(UUID serverId, int present) {
        Set<Integer> used = new HashSet<>();
        lockAndRead().forEach(row -> used.add(row.port()));
        int port =
                firstFree(present + 1, range.last(), used)
                        .or(() -> firstFree(range.first(), range.last(), used))
                        .orElseThrow(() -> FleetRefusals.noPortLeft(range.toString()));
        jdbc.sql("UPDATE vpn_port SET port = ? WHERE secure_server_id = ?")
                .params(port, serverId)
                .update();
        return port;
    }

    void free(UUID serverId) {
        jdbc.sql("DELETE FROM vpn_port WHERE secure_server_id = ?").params(serverId).update();
    }

    private List<Used> lockAndRead() {
        jdbc.sql("SELECT pg_advisory_xact_lock(?)").params(LOCK).query().singleRow();
        return jdbc.sql("SELECT port, network_index FROM vpn_port")
                .query((row, _) -> new Used(row.getInt("port"), row.getInt("network_index")))
                .list();
    }

    private int freePort(List<Used> used) {
        Set<Integer> ports = new HashSet<>();
        used.forEach(row -> ports.add(row.port()));
        return firstFree(range.first(), range.last(), ports)
                .orElseThrow(() -> FleetRefusals.noPortLeft(range.toString()));
    }

    private static Optional<Integer> firstFree(int first, int last, Set<Integer> used) {
        return IntStream.rangeClosed(first, last)
                .boxed()
                .filter(n -> !used.contains(n))
                .findFirst();
    }
}
