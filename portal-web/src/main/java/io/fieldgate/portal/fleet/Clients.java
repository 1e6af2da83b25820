package io.fieldgate.portal.fleet;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.portal.shared.DisplayName;
import io.fieldgate.portal.shared.RefusedException;
import io.fieldgate.portal.shared.Slice;
import io.fieldgate.portal.shared.SliceRequest;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Creates, finds and revokes clients.
@Service
public class Clients {
    private final PeerRepository peers;
    private final FleetRows rows;
    private final PeerChanges changes;
    private final Revocations revocations;
    private final Clock clock;

    Clients(
            PeerRepository peers,
            FleetRows rows,
            PeerChanges changes,
            Revocations revocations,
            Clock clock) {
        this.peers = peers;
        this.rows = rows;
        this.changes = changes;
        this.revocations = revocations;
        this.clock = clock;
    }

    /// Creates a client with its VPN address.
    @Transactional
    public ClientView create(
            UUID secureServerId, @Nullable String rawName, @Nullable ClientKind kind) {
        SecureServer server = rows.lockServer(secureServerId);
        DisplayName name = DisplayName.parse("name", rawName);
        if (kind == null) {
            throw RefusedException.invalid(
                    "kind", "Choose who uses the client: PERSON or MACHINE.");
        }
        changes.requireFreeName(server, PeerKind.CLIENT, name);
        Peer client =
                Peer.client(server, name, kind, clock.instant().truncatedTo(ChronoUnit.MICROS));
        changes.store(server, client);
        return view(server, client);
    }

    @Transactional(readOnly = true)
    public ClientView get(UUID id) {
        Peer client = rows.peer(id, PeerKind.CLIENT);
        return view(rows.server(client.secureServerId()), client);
    }

    /// The clients of a secure server, by name.
    @Transactional(readOnly = true)
    public Slice<ClientView> list(UUID secureServerId, SliceRequest request) {
        SecureServer server = rows.server(secureServerId);
        List<Peer> found =
                peers.slice(
                        secureServerId,
                        PeerKind.CLIENT,
                        request.pattern(),
                        request.after().nameKey(),
                        request.after().id(),
                        request.rowLimit());
        return Slice.of(
                found,
                request,
                client -> new SliceRequest.Position(client.nameKey(), client.id()),
                client -> view(server, client));
    }

    /// Changes how its subnets are pushed: whole, or as two halves each, so that they win against
    /// the same subnet at the client's own place.
    @Transactional
    public ClientView splitRoutes(UUID id, boolean on) {
        SecureServer server = rows.lockServerOf(id, PeerKind.CLIENT);
        Peer client = rows.peer(id, PeerKind.CLIENT);
        if (client.access() == PeerAccess.REVOKED) {
            throw FleetRefusals.revoked("client");
        }
        if (client.splitRoutes() != on) {
            client.splitRoutes(on, server.raiseRevision());
            changes.record("split-routes", client, on ? "on" : "off");
            changes.publish(server);
        }
        return view(server, client);
    }

    /// Ends the client's access for good; its tunnel is cut at once.
    @Transactional
    public ClientView revoke(UUID id, @Nullable String reason) {
        Peer client = revocations.revoke(id, PeerKind.CLIENT, reason);
        return view(rows.server(client.secureServerId()), client);
    }

    private ClientView view(SecureServer server, Peer client) {
        return new ClientView(
                client.id(),
                client.tenantId(),
                client.secureServerId(),
                client.name(),
                Objects.requireNonNull(client.clientKind()),
                client.state(),
                client.since(),
                client.lastSeen(clock.instant()),
                client.reason(),
                server.networks().address(client.hostIndex()),
                server.networks().addressIpv6(client.hostIndex()),
                client.splitRoutes(),
                client.createdAt());
    }
}
