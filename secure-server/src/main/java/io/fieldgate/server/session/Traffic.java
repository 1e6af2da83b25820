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
record Traffic(
        RoutingMode mode,
        boolean clientsReachClients,
        boolean announcementsCount,
        List<Prefix> mappedPools) {
    Traffic {
        mappedPools = List.copyOf(mappedPools);
    }

    /// Before the first state.
    static Traffic before(RoutingMode mode) {
        return new Traffic(mode, false, mode != RoutingMode.IDENTICAL_NETWORKS, List.of());
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
                wanted == null ? List.of() : pools(wanted.mappedPools()));
    }

    private static List<Prefix> pools(@Nullable List<String> texts) {
        List<Prefix> pools = new ArrayList<>();
        if (texts != null) {
            for (String text : texts) {
                pools.add(
                        Prefix.parse(text)
                                .orElseThrow(() ->
                                        new IllegalArgumentException("not a subnet: " + text)));
            }
        }
        return pools;
    }

    boolean isIdentical() {
        return mode == RoutingMode.IDENTICAL_NETWORKS;
    }
}
