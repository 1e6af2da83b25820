package io.fieldgate.server.session;

import io.fieldgate.contract.control.Probe;
import io.fieldgate.server.control.DesiredState;
import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.policy.DropReason;
import io.fieldgate.server.routing.GatewayService;
import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.VpnNetworks;
import io.fieldgate.server.service.GatewayServices;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Brings the services at the gateway together with the peers that they are for. On the first
/// worker's thread.
final class Services {
    private final Lifecycle lifecycle;
    private final DropCounters drops;
    private final GatewayService.Reply<PeerSlot> replies;
    private final RosterNames directory = new RosterNames();
    private final GatewayServices<PeerSlot> services;

    Services(
            DataPlane.Ports ports,
            DropCounters drops,
            SessionEvents events,
            EventLog log,
            Lanes lanes,
            Lifecycle lifecycle,
            Exclusion exclusion) {
        this.lifecycle = lifecycle;
        this.drops = drops;
        this.replies = lanes.first().router().replies();
        Executor worker =
                command ->
                        ports.worker()
                                .execute(() -> {
                                    exclusion.begin();
                                    command.run();
                                });
        GatewayServices.Around around =
                new GatewayServices.Around(
                        worker,
                        ports.forwarder(),
                        new SecureRandom(),
                        ports.clock(),
                        drops,
                        events::add,
                        log);
        services = new GatewayServices<>(around, directory, replies);
        lanes.first().router().serve(services);
        lanes.others()
                .forEach(lane ->
                        lane.router()
                                .serve((_, sender, packet, _) -> {
                                    lane.serve(sender, packet);
                                    return true;
                                }));
    }

    /// Puts a state in force that the lifecycle has taken over.
    ///
    /// @return what in it could not be used
    List<String> apply(DesiredState state) {
        Roster roster = lifecycle.roster();
        if (roster == null) {
            return List.of();
        }
        List<String> problems =
                new ArrayList<>(directory.install(state, roster, new RosterReach(roster)));
        services.install(state.settings().names(), roster.networks()).ifPresent(problems::add);
        return problems;
    }

    /// Asks a device; the answer is an event.
    void probe(long nowNanos, Probe probe) {
        Roster roster = lifecycle.roster();
        if (roster == null) {
            return;
        }
        PeerSlot node = slot(roster, probe.nodeId());
        Prefix address = Prefix.parse(probe.address()).orElse(null);
        boolean behind = node != null && address != null && directory.isBehind(node, address);
        services.probe(
                nowNanos,
                probe,
                node,
                behind ? address : null,
                address == null ? null : gateway(roster.networks(), address.ipv6()));
    }

    /// A packet to the gateway that another lane has handed over.
    void serve(long nowNanos, PeerSlot sender, ByteBuffer packet) {
        if (!services.offer(nowNanos, sender, packet, replies)) {
            drops.count(DropReason.NO_SUCH_SERVICE);
        }
    }

    /// See [GatewayServices#runDue].
    long runDue(long nowNanos, long otherwise) {
        return services.runDue(nowNanos, otherwise);
    }

    private static @Nullable PeerSlot slot(Roster roster, String id) {
        try {
            return roster.find(UUID.fromString(id));
        } catch (IllegalArgumentException notAnId) {
            return null;
        }
    }

    private static @Nullable Prefix gateway(VpnNetworks networks, boolean ipv6) {
        return ipv6
                ? networks.ipv6Of(networks.gateway()).orElse(null)
                : Prefix.ipv4(networks.gateway(), 32);
    }
}
