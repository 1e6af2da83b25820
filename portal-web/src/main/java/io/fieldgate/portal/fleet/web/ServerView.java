package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.shared.web.Badge;
import java.util.List;

/// A secure server with all that its page shows.
record ServerView(
        String id,
        String name,
        Badge state,
        String mode,
        String modeSentence,
        List<Endpoint> endpoints,
        String boundary,
        String boundarySentence,
        List<PeerRow> nodes,
        List<PeerRow> clients,
        List<SessionRow> sessions) {

    /// @param address `host:port`
    /// @param protocol `UDP` or `TCP`
    record Endpoint(String address, String protocol) {}
}
