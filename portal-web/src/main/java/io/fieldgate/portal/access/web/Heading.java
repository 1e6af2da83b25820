package io.fieldgate.portal.access.web;

import io.fieldgate.portal.fleet.ClientView;
import io.fieldgate.portal.fleet.NodeView;
import io.fieldgate.portal.fleet.PeerState;
import io.fieldgate.portal.shared.web.Badge;

/// Whose page it is.
///
/// @param path of the node's, client's or group's own page
record Heading(String id, String name, Badge state, String path) {
    static Heading of(NodeView node) {
        return new Heading(
                node.id().toString(),
                node.name(),
                badge(node.state(), "red"),
                "/nodes/" + node.id());
    }

    static Heading of(ClientView client) {
        return new Heading(
                client.id().toString(),
                client.name(),
                badge(client.state(), "secondary"),
                "/clients/" + client.id());
    }

    /// @param offline the colour of a state in which it should not be for long
    static Badge badge(PeerState state, String offline) {
        return switch (state) {
            case PENDING -> new Badge("Pending", "yellow", false, "It never connected yet.");
            case ONLINE -> new Badge("Online", "green", false, "It is connected.");
            case OFFLINE -> new Badge("Offline", offline, false, "It is not connected.");
            case DISABLED -> new Badge("Disabled", "secondary", false, "It may not connect.");
            case REVOKED -> new Badge("Revoked", "secondary", false, "It can never connect again.");
        };
    }
}
