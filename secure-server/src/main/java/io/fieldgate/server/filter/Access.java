package io.fieldgate.server.filter;

import io.fieldgate.server.routing.Prefix;
import java.util.List;

/// What a client may reach at all, by the rules; the routing mode and what is in force are for
/// others to look at. Immutable.
///
/// @param <P> the peers
public interface Access<P> {
    /// The parts of a subnet behind a node that some rule permits the client, by whatever protocol
    /// and whoever opens the flow, in the order of their addresses and without overlap. What a rule
    /// denies only in part, by ports or by direction or in the middle of what another allows, stays
    /// in.
    ///
    /// @param subnet the devices' own addresses
    List<Prefix> reachable(P client, P node, Prefix subnet);

    /// Whether any rule names the client; otherwise it may reach all that the mode permits.
    boolean isFiltered(P client);

    /// Whether there is any such part.
    ///
    /// @param prefix own addresses of devices, or the node's VPN address
    default boolean mayReach(P client, P node, Prefix prefix) {
        return !reachable(client, node, prefix).isEmpty();
    }
}
