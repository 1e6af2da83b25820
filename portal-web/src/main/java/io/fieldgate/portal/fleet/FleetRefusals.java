package io.fieldgate.portal.fleet;

import io.fieldgate.portal.shared.Refusal;
import io.fieldgate.portal.shared.RefusedException;
import java.time.Duration;

/// What the fleet says when it refuses.
final class FleetRefusals {
    private FleetRefusals() {}

    static RefusedException serverFull(String name) {
        return RefusedException.conflict(
                "secure-server-full",
                "The secure server is full",
                "All VPN addresses of \""
                        + name
                        + "\" are given away. Create another secure server.");
    }

    static RefusedException noPortLeft(String range) {
        return RefusedException.conflict(
                "no-port-left",
                "No port is left",
                "All VPN ports ("
                        + range
                        + ") are in use. Delete a secure server, or start Fieldgate"
                        + " with a wider range (--vpn-ports).");
    }

    static RefusedException portHandedOut(int port) {
        return RefusedException.conflict(
                "port-taken",
                "The port is taken",
                "Another program listens on port "
                        + port
                        + ", which stands in profiles that have been handed out. End that"
                        + " program.");
    }

    static RefusedException oldClientsOff() {
        return RefusedException.conflict(
                "old-clients-off",
                "Old devices are not let in",
                "This secure server does not let in old devices. Switch it on on the secure"
                        + " server's page first, or download the usual profile.");
    }

    static RefusedException portMoved() {
        return RefusedException.conflict(
                "port-moved",
                "The port has just changed",
                "The secure server has just got another port. Ask for the profile again.");
    }

    static RefusedException noNetworkLeft() {
        return RefusedException.conflict(
                "no-network-left",
                "No VPN network is left",
                "This tenant has the most secure servers that it can have: "
                        + VpnNetwork.COUNT
                        + ".");
    }

    static RefusedException revoked(String what) {
        return RefusedException.conflict(
                "revoked",
                "It is revoked",
                "This " + what + " is revoked for good. Add a new one in its place.");
    }

    /// One answer for all that can be wrong with a code, so that nobody learns which codes exist.
    static RefusedException activationCode() {
        return new RefusedException(
                new Refusal(
                        Refusal.Kind.NOT_FOUND,
                        "activation-code-refused",
                        "The activation code is not valid",
                        "The activation code is mistyped, was used, is too old or was replaced."
                                + " Compare it with what you were given. If it is the same, ask an"
                                + " admin to make a new one on the node's page.",
                        "activationCode"));
    }

    static RefusedException tooManyCodes(Duration wait) {
        return new RefusedException(
                new Refusal(
                        Refusal.Kind.TOO_MANY,
                        "too-many-attempts",
                        "Too many attempts",
                        "Too many wrong activation codes came from your network. Try again in "
                                + (wait.toSeconds() + 1)
                                + " seconds.",
                        null));
    }

    static RefusedException tooManyLinks(Duration wait) {
        return new RefusedException(
                new Refusal(
                        Refusal.Kind.TOO_MANY,
                        "too-many-attempts",
                        "Too many attempts",
                        "Too many links that are no good came from your network. Try again in "
                                + (wait.toSeconds() + 1)
                                + " seconds.",
                        null));
    }

    static RefusedException subnet(String detail) {
        return RefusedException.invalid("prefix", detail);
    }

    static RefusedException addedByAdmin(String prefix) {
        return RefusedException.conflict(
                "subnet-added-by-admin",
                "An admin added this subnet",
                "An admin added " + prefix + " by hand. Remove it first, then refuse it.");
    }

    static RefusedException noSites() {
        return RefusedException.conflict(
                "no-site-selection",
                "There are no sites to select",
                "Sites are selected only where they may use the same addresses: on a secure server"
                        + " with the routing mode Identical Networks. Here the client reaches all"
                        + " its sites at once.");
    }

    /// One answer for a site that is gone, was never there, or is closed to the client.
    static RefusedException noSuchSite() {
        return RefusedException.conflict(
                "no-such-site",
                "This site cannot be picked",
                "This site is not there any more, or this client may not reach it. Pick one of"
                        + " those below.");
    }

    static RefusedException sitesOverlap(String detail) {
        return RefusedException.conflict("sites-overlap", "The sites overlap", detail);
    }

    static RefusedException subnetTaken(String detail) {
        return RefusedException.conflict("subnet-overlaps", "The subnet overlaps", detail);
    }
}
