package io.fieldgate.server.routing;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;

/// Who may talk to whom in each routing mode.
public final class ModeRule {
    private ModeRule() {}

    /// Whether packets may go between peers of these kinds, in either direction.
    ///
    /// @param clientsReachClients what the admin says of two clients, in every mode
    public static boolean permits(
            RoutingMode mode, PeerKind one, PeerKind other, boolean clientsReachClients) {
        if (one == PeerKind.CLIENT && other == PeerKind.CLIENT) {
            return clientsReachClients;
        }
        return switch (mode) {
            case ONE_TO_MANY, IDENTICAL_NETWORKS -> one != other;
            case MANY_TO_MANY -> true;
        };
    }
}
