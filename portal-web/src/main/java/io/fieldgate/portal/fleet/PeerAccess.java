package io.fieldgate.portal.fleet;

/// Whether a peer may connect.
enum PeerAccess {
    ACTIVE,
    DISABLED,
    REVOKED
}
