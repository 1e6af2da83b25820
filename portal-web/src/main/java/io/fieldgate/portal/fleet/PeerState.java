package io.fieldgate.portal.fleet;

/// How a node or client is doing.
public enum PeerState {
    /// It has never connected.
    PENDING,
    /// It has a session.
    ONLINE,
    /// It had a session.
    OFFLINE,
    /// It may not connect for the time being.
    DISABLED,
    /// It may never connect again.
    REVOKED
}
