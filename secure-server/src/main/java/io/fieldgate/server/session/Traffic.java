package io.fieldgate.server.session;

import io.fieldgate.contract.RoutingMode;
import io.fieldgate.contract.control.ServerSettings;
import io.fieldgate.contract.control.ServerSettings.Announcements;
import io.fieldgate.server.routing.Prefix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who reaches whom on the whole secure server, with what a portal left out filled in.
///
/// @param announcementsCount whether a subnet that a node announces is in force without the
///   portal's word
/// @param mappedPools out of which mapped prefixes are taken
/// @param coveringNetworks in which the subnets of future sites will lie
record Traffic(
        RoutingMode mode,
        boolean clientsReachClients,
        boolean announcementsCount,
        List<Prefix> mappedPools,
        List<Prefix> coveringNetworks) {
    Traffic {
        mappedPools = List.copyOf(mappedPools);
        coveringNetworks = List.copyOf(coveringNetworks);
    }

    /// Before the first state.
    static Traffic before(RoutingMode mode) {
        return new Traffic(
                mode, false, mode != RoutingMode.IDENTICAL_NETWORKS, List.of(), List.of());
    }

    /// In Identical Networks a subnet needs a mapped prefix first, which only the portal can give.
    ///
    /// @throws IllegalArgumentException if something is not well-formed; says what
    static Traffic of(ServerSettings settings) {
        ServerSettings.Traffic wanted = settings.traffic();
        boolean accept = wanted == null || wanted.announcements() == Announcements.ACCEPT;
        return new Traffic(
                settings.mode(),
                wanted != null && wanted.clientsReachClients(),
                accept && settings.mode() != RoutingMode.IDENTICAL_NETWORKS,
                wanted == null ? List.of() : prefixes(wanted.mappedPools()),
                wanted == null ? List.of() : prefixes(wanted.coveringNetworks()));
    }

    private static List<Prefix> prefixes(@Nullable List<String> texts) {
        List<Prefix> prefixes = new ArrayList<>();
        if (texts != null) {
            for (String text : texts) {
                prefixes.add(
                        Prefix.parse(text)
                                .orElseThrow(() ->
                                        new IllegalArgumentException("not a subnet: " + text)));
            }
        }
        return prefixes;
    }

    boolean isIdentical() {
        return mode == RoutingMode.IDENTICAL_NETWORKS;
    }
}
