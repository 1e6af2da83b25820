package io.fieldgate.openvpn;

/// What may have to be true of a peer beyond its certificate and its place in the allowlist, before
/// it is let in. Each is decided by the caller, at its own time.
public enum Factor {
    /// Its user has shown a second factor.
    SECOND_FACTOR,

    /// Access is open at this time.
    ACCESS_WINDOW,

    /// Somebody has approved.
    APPROVAL
}
