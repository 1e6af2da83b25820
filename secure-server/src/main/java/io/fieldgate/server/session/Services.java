package io.fieldgate.server.session;

import io.fieldgate.contract.control.Probe;
import io.fieldgate.server.control.DesiredState;
import io.fieldgate.server.log.EventLog;
import io.fieldgate.server.policy.DropCounters;
import io.fieldgate.server.routing.Prefix;
import io.fieldgate.server.routing.Router;
import io.fieldgate.server.routing.VpnNetworks;
import io.fieldgate.server.service.GatewayServices;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Brings the services at the gateway together with the peers that they are for. Owned by the
/// worker thread.
final class Services {
    private final Lifecycle lifecycle;
    private final RosterNames directory = new RosterNames();
    private final GatewayServices<PeerSlot> services;

    Services(
            DataPlane.Ports ports,
            DropCounters drops,
            SessionEvents events,
            EventLog log,
            Router<PeerSlot> router,
            Lifecycle lifecycle) {
        this.lifecycle = lifecycle;
        GatewayServices.Around around =
                new GatewayServices.Around(
                        ports.worker(),
                        ports.forwarder(),
                        new SecureRandom(),
                        ports.clock(),
                        drops,
                        events::add,
                        log);
        services = new GatewayServices<>(around, directory, router.replies());
        router.serve(services);
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
