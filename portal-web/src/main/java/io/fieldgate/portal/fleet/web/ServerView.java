package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.shared.web.Badge;
import java.util.List;

/// A secure server with all that its page shows.
///
/// @param networks its VPN networks
/// @param oldClients whether old devices are let in
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
        String settings,
        String boundary,
        String boundarySentence,
        List<PeerRow> nodes,
        List<PeerRow> clients,
        List<SessionRow> sessions,
        List<DropRow> drops,
        String query,
        boolean more) {

    /// @param address `host:port`
    /// @param protocol `UDP` or `TCP`
    record Endpoint(String address, String protocol) {}
}
