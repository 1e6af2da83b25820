package io.fieldgate.server.routing;

import io.fieldgate.contract.PeerKind;
import io.fieldgate.contract.RoutingMode;

/// Who may talk to whom in each routing mode.
public final class ModeRule {
    private ModeRule() {}

    /// Whether packets may go between peers of these kinds, in either direction.
    public static boolean permits(RoutingMode mode, PeerKind one, PeerKind other) {
        return switch (mode) {
            case ONE_TO_MANY -> one != other;
            case MANY_TO_MANY -> one == PeerKind.NODE || other == PeerKind.NODE;
            case IDENTICAL_NETWORKS -> false;
        };
    }

    /// Whether this server can route in a mode at all.
    public static boolean isSupported(RoutingMode mode) {
        return switch (mode) {
            case ONE_TO_MANY, MANY_TO_MANY -> true;
            case IDENTICAL_NETWORKS -> false;
        };
    }
}
