package io.fieldgate.portal.fleet;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.ServerSettings.Announcements;
import io.fieldgate.portal.shared.DisplayName;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

@Entity
@DynamicUpdate
@Table(name = "secure_server")
class SecureServer {
    /// What clients use when nothing is pushed.
    private static final int DEFAULT_TUN_MTU = 1500;

    @Id private UUID id;
    private UUID tenantId;
    private String name;
    private String nameKey;

    @Enumerated(EnumType.STRING)
    private RoutingMode mode;

    private int networkIndex;
    private boolean ipv6;
    private int tunMtu;
    private boolean oldClients;
    private boolean clientsReachClients;

    @Enumerated(EnumType.STRING)
    private Announcements announcements;

    private String forwardNamesTo;
    private String coveringNetworks;
    private int port;
    private int nextHost;
    private long revision;
    private @Nullable Long appliedRevision;

    @Enumerated(EnumType.STRING)
    private SecureServerState state;

    private String stateDetail;
    private String boundary;
    private Instant createdAt;
    private @Nullable Instant deletedAt;

    @SuppressWarnings("NullAway.Init")
    protected SecureServer() {}

    SecureServer(
            UUID tenantId,
            DisplayName name,
            RoutingMode mode,
            VpnNetwork network,
            int port,
            Instant now) {
        this.id = UUID.randomUUID();
        this.tenantId = tenantId;
        this.name = name.text();
        this.nameKey = name.key();
        this.mode = mode;
        this.networkIndex = network.index();
        this.ipv6 = true;
        this.tunMtu = DEFAULT_TUN_MTU;
        this.announcements = Announcements.ACCEPT;
        this.forwardNamesTo = "";
        this.coveringNetworks = "";
        this.port = port;
        this.nextHost = VpnNetwork.FIRST_PEER_HOST;
        this.revision = 1;
        this.state = SecureServerState.PROVISIONING;
        this.stateDetail = "";
        this.boundary = "";
        this.createdAt = now;
    }

    /// Begins a change that the server must know: the revision of all that changes with it. Only on
    /// a row that was read for update.
    long raiseRevision() {
        return ++revision;
    }

    /// The next peer's host number; a number is never given twice.
    int takeHost() {
        if (nextHost > VpnNetwork.LAST_PEER_HOST) {
            throw FleetRefusals.serverFull(name);
        }
        return nextHost++;
    }

    void moveTo(int newPort) {
        this.port = newPort;
    }

    /// Changes what an admin may change.
    void change(ServerChange change) {
        this.ipv6 = Objects.requireNonNullElse(change.ipv6(), ipv6);
        this.tunMtu = Objects.requireNonNullElse(change.tunMtu(), tunMtu);
        this.oldClients = Objects.requireNonNullElse(change.oldClients(), oldClients);
        this.clientsReachClients =
                Objects.requireNonNullElse(change.clientsReachClients(), clientsReachClients);
        this.announcements = Objects.requireNonNullElse(change.announcements(), announcements);
        NameServers nameServers = change.nameServers();
        this.forwardNamesTo = nameServers == null ? forwardNamesTo : nameServers.text();
        CoveringNetworks covering = change.covering();
        this.coveringNetworks = covering == null ? coveringNetworks : covering.text();
        raiseRevision();
    }

    /// Whether OpenVPN 2.4 and older devices are let in.
    boolean oldClients() {
        return oldClients;
    }

    ServerFacts facts() {
        return new ServerFacts(id, mode, networks(), announcements);
    }

    void delete(Instant now) {
        this.deletedAt = now;
        this.state = SecureServerState.STOPPED;
        raiseRevision();
    }

    boolean deleted() {
        return deletedAt != null;
    }

    UUID id() {
        return id;
    }

    UUID tenantId() {
        return tenantId;
    }

    String name() {
        return name;
    }

    String nameKey() {
        return nameKey;
    }

    RoutingMode mode() {
        return mode;
    }

    VpnNetworks networks() {
        return new VpnNetworks(tenantId, networkIndex, ipv6);
    }

    int port() {
        return port;
    }

    long revision() {
        return revision;
    }

    SecureServerView view(String host, String dnsDomain, Map<String, Long> droppedPackets) {
        return new SecureServerView(
                id,
                tenantId,
                name,
                mode,
                state,
                stateDetail,
                List.of(new Endpoint("udp", host, port), new Endpoint("tcp", host, port)),
                networks().ipv4().cidr().toString(),
                networks().ipv6Cidr().map(Cidr::toString).orElse(null),
                tunMtu,
                oldClients,
                clientsReachClients,
                announcements,
                NameServers.stored(forwardNamesTo).addresses(),
                CoveringNetworks.stored(coveringNetworks).texts(),
                dnsDomain,
                boundary,
                revision,
                appliedRevision,
                droppedPackets,
                createdAt);
    }
}
