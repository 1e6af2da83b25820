package io.fieldgate.portal.fleet.web;

import io.fieldgate.portal.fleet.PeerState;
import io.fieldgate.portal.fleet.SecureServerView;
import io.fieldgate.portal.fleet.SubnetState;
import io.fieldgate.portal.shared.web.Badge;

/// States in the words of the pages.
final class Badges {
    private Badges() {}

    static Badge of(SecureServerView server) {
        String detail = server.stateDetail();
        return switch (server.state()) {
            case PROVISIONING ->
                    new Badge("Starting", "blue", true, or(detail, "It is being started."));
            case RUNNING -> new Badge("Running", "green", false, "Nodes and clients can dial in.");
            case DEGRADED ->
                    new Badge(
                            "Limited",
                            "yellow",
                            false,
                            or(detail, "It runs, but something hinders it."));
            case STOPPED ->
                    new Badge("Stopped", "secondary", false, or(detail, "It does not run."));
            case FAILED ->
                    new Badge("Failed", "red", false, or(detail, "It could not be started."));
        };
    }

    /// A node shall be online always; a client comes and goes.
    ///
    /// @param what `node` or `client`
    static Badge of(PeerState state, String what) {
        return switch (state) {
            case PENDING ->
                    new Badge("Pending", "yellow", true, "This " + what + " never connected yet.");
            case ONLINE -> new Badge("Online", "green", false, "It is connected.");
            case OFFLINE ->
                    new Badge(
                            "Offline",
                            what.equals("node") ? "red" : "secondary",
                            false,
                            "It is not connected.");
            case DISABLED ->
                    new Badge("Disabled", "secondary", false, "It may not connect for now.");
            case REVOKED -> new Badge("Revoked", "secondary", false, "It can never connect again.");
        };
    }

    static Badge of(SubnetState state) {
        return switch (state) {
            case ACTIVE -> new Badge("In force", "green", false, "");
            case PENDING -> new Badge("Waits for you", "yellow", true, "");
            case REFUSED -> new Badge("Refused", "red", false, "");
        };
    }

    private static String or(String detail, String otherwise) {
        return detail.isBlank() ? otherwise : detail;
    }
}
