package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.shared.web.Badge;
import java.util.List;

/// A secure server with all that its page shows.
///
/// @param networks its VPN networks
/// @param oldClients whether old devices are let in
/// @param traffic what can be switched about traffic, subnets and names
/// @param settings whether what was last changed is in force, in words
/// @param query what the names of the nodes and clients shown contain; empty for all
/// @param more whether there are more nodes or clients than are shown
record ServerView(
        String id,
        String name,
        Badge state,
        String mode,
        String modeSentence,
        List<Endpoint> endpoints,
        List<String> networks,
        boolean oldClients,
        Traffic traffic,
        String settings,
        String boundary,
        String boundarySentence,
        List<PeerRow> nodes,
        List<PeerRow> clients,
        List<SessionRow> sessions,
        List<DropRow> drops,
        String query,
        boolean more) {

    /// @param asks whether an admin is asked about announced subnets
    /// @param forwardNamesTo addresses of name servers, separated by blanks
    /// @param coveringNetworks in which future sites will lie, one a line
    /// @param domain the domain of the names inside the tunnels
    record Traffic(
            boolean clientsReachClients,
            boolean asks,
            String forwardNamesTo,
            String coveringNetworks,
            String domain) {}

    /// @param address `host:port`
    /// @param protocol `UDP` or `TCP`
    record Endpoint(String address, String protocol) {}
}
